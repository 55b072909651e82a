package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Entry;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;

/** What is left on the disk after more alerts than anybody can read. */
class FloodTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final int IN_A_STATE = 10;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private Penah penah;
    private Home home;
    private HybridIdentity identity;
    private String recipient;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        penah = new Penah();
        home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        identity = home.identity();
        penah.handOver(folder.resolve("penah.json"), "safe-house");
        receiver = new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                alert -> {},
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                AlertText::ofArrival,
                Duration.ZERO);
    }

    @AfterEach
    void stop() {
        receiver.close();
        identity.destroy();
        penah.close();
    }

    @Test
    void a_flood_cannot_fill_the_disk_and_takes_nothing_away_that_counts() throws Exception {
        // Given an alert of the flood that somebody here has answered
        UUID answered = UUID.randomUUID();
        assertThat(hears(ofFlood(answered))).isEqualTo(200);
        new Inbox(home.inbox()).answers().give(answered, 1, Action.NEED_INFO);

        // When confirmed ones come in the middle of a flood
        List<UUID> confirmed = new ArrayList<>();
        for (int states = 0; states < 60; states++) {
            UUID one = UUID.randomUUID();
            confirmed.add(one);
            List<String> alerts = new ArrayList<>(List.of(marked(confirmed(one))));
            IntStream.range(1, IN_A_STATE).forEach(i -> alerts.add(ofFlood(UUID.randomUUID())));
            assertThat(hears(alerts.toArray(String[]::new)))
                    .as(screen.toString(StandardCharsets.UTF_8))
                    .isEqualTo(200);
        }
        UUID last = UUID.randomUUID();
        hears(ofFlood(last));

        // Then all of those are there that count, the latest of the flood, and no more of it than its share
        List<Entry> entries = new Inbox(home.inbox()).entries(identity, NOW);
        assertThat(entries)
                .extracting(entry -> entry.alert().id())
                .containsAll(confirmed)
                .contains(answered, last);
        assertThat(entries).hasSize(500 + confirmed.size() + 1);
        assertThat(bytes()).isLessThan(8192L * (500 + confirmed.size() + 10));
    }

    @Test
    void what_is_over_stays_for_a_while_and_then_the_oldest_goes_with_its_answers() throws Exception {
        // Given
        UUID first = UUID.randomUUID();
        hears(confirmed(first));
        new Inbox(home.inbox()).answers().give(first, 1, Action.RESOLVE);

        // When 500 others are over
        for (int states = 0; states < 50; states++) {
            hears(IntStream.range(0, IN_A_STATE)
                    .mapToObj(i -> confirmed(UUID.randomUUID()))
                    .toArray(String[]::new));
        }
        hears(confirmed(UUID.randomUUID()));

        // Then
        assertThat(new Inbox(home.inbox()).entries(identity, NOW))
                .hasSize(501)
                .noneMatch(entry -> entry.alert().id().equals(first));
        assertThat(home.inbox())
                .isDirectoryNotContaining(file -> file.toString().contains(first.toString()));
    }

    @Test
    void an_alert_keeps_its_latest_messages_alone() throws Exception {
        // When
        UUID id = UUID.randomUUID();
        for (int seq = 1; seq <= 20; seq++) {
            hears(Penah.alert(id, seq, "Update", "safe-house"));
        }

        // Then
        try (Stream<Path> files = Files.list(home.inbox())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(id.toString())))
                    .hasSize(8)
                    .contains(id + ".20.age", id + ".13.age");
        }
    }

    @Test
    void one_alert_that_cannot_be_kept_keeps_no_other_away() throws Exception {
        // Given
        UUID other = UUID.randomUUID();
        Files.delete(home.inbox());

        // When
        int status = hears(confirmed(UUID.randomUUID()), confirmed(other));

        // Then Penah sends both again, and a human sees both
        assertThat(status).isEqualTo(503);
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("An alert has come: " + other);
    }

    private static String ofFlood(UUID id) {
        return marked(Penah.alert(id, 1, "Alert", "safe-house"));
    }

    private static String marked(String alert) {
        return alert.replace("\"to\":", "\"flood\":900,\"quiet\":true,\"to\":");
    }

    private static String confirmed(UUID id) {
        return Penah.alert(id, 1, "Alert", "safe-house").replace("source-asserted", "desk-confirmed");
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(home.inbox())) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private int hears(String... alerts) throws Exception {
        byte[] body = Penah.seal(Penah.state("safe-house", alerts), recipient);
        WebhookHeaders headers = penah.sign(body, NOW);
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
                                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}

package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** An inbox on a small file system that is really full. */
class FullDiskTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final UUID known = UUID.randomUUID();
    private final UUID news = UUID.randomUUID();
    private Penah penah;
    private Home home;
    private HybridIdentity identity;
    private String recipient;
    private Receiver receiver;

    @BeforeEach
    void a_disk_is_full_that_keeps_one_alert() throws Exception {
        home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        identity = home.identity();
        penah = new Penah();
        penah.handOver(folder.resolve("penah.json"), "safe-house");
        Files.createDirectories(home.inbox());
        Command.Ended mount = Command.of(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=64k",
                        "penah-test",
                        home.inbox().toString())
                .run();
        if (mount.exit() != 0) {
            Programs.skip("only root may mount a small file system: " + mount.text());
        }
        receiver = new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                alert -> {},
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                AlertText::ofArrival,
                Duration.ZERO);
        assertThat(hears(alert(known)).statusCode()).isEqualTo(200);
        assertThatThrownBy(this::fill).hasMessageContaining("No space left");
    }

    @AfterEach
    void stop() throws Exception {
        if (receiver != null) {
            receiver.close();
            Command.of("umount", home.inbox().toString()).succeed();
        }
        identity.destroy();
        penah.close();
    }

    @Test
    void beats_without_news_go_on() throws Exception {
        assertThat(hears(alert(known)).statusCode()).isEqualTo(200);
        assertThat(receiver.pulse().cannotKeep()).isFalse();
    }

    @Test
    void what_is_not_kept_is_refused_and_said_and_comes_again_once_there_is_room() throws Exception {
        // When
        int refused = hears(alert(known), alert(news)).statusCode();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("CANNOT KEEP ALERTS")
                .contains("An alert has come: " + news);
        assertThat(receiver.pulse().cannotKeep()).isTrue();
        assertThat(entries()).extracting(entry -> entry.alert().id()).containsExactly(known);
        assertThat(home.inbox())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));

        // When
        makeRoom();

        // Then
        assertThat(hears(alert(known), alert(news)).statusCode()).isEqualTo(200);
        assertThat(receiver.pulse().cannotKeep()).isFalse();
        assertThat(entries()).extracting(entry -> entry.alert().id()).containsExactlyInAnyOrder(known, news);
    }

    @Test
    void nobody_acknowledges_what_is_not_kept() throws Exception {
        // Given
        Inbox inbox = new Inbox(home.inbox());
        assertThatThrownBy(() -> inbox.answers().give(known, 1, Action.ACKNOWLEDGE))
                .isInstanceOf(IOException.class);

        // When
        HttpResponse<String> beat = hears(alert(known));

        // Then
        assertThat(beat.statusCode()).isEqualTo(200);
        assertThat(beat.body()).doesNotContain(known.toString());

        // When
        makeRoom();
        inbox.answers().give(known, 1, Action.ACKNOWLEDGE);

        // Then
        assertThat(hears(alert(known)).body()).contains(known.toString());
    }

    @Test
    void a_state_in_which_an_alert_is_over_is_refused_and_said_until_it_is_kept() throws Exception {
        // When
        int refused = hears().statusCode();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("CANNOT KEEP ALERTS");
        assertThat(receiver.pulse().cannotKeep()).isTrue();
        assertThat(entries()).extracting(Entry::open).containsExactly(true);

        // When
        makeRoom();

        // Then
        assertThat(hears().statusCode()).isEqualTo(200);
        assertThat(receiver.pulse().cannotKeep()).isFalse();
        assertThat(entries()).extracting(Entry::open).containsExactly(false);
    }

    private Path filler() {
        return home.inbox().resolve("filler");
    }

    private void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[4096]);
            }
        }
    }

    private void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private List<Entry> entries() throws IOException {
        return new Inbox(home.inbox()).entries(identity, NOW);
    }

    private static String alert(UUID id) {
        return Penah.alert(id, 1, "Alert", "safe-house");
    }

    private HttpResponse<String> hears(String... alerts) throws Exception {
        byte[] body = Penah.seal(Penah.state("safe-house", alerts), recipient);
        WebhookHeaders headers = penah.sign(body, NOW);
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
                        .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                        .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                        .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

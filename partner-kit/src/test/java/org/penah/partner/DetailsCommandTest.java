package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptDetails;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookVerifier;

class DetailsCommandTest {

    private static final UUID HAND_OVER = UUID.fromString("7e8f9a0b-1c2d-4e3f-8a4b-5c6d7e8f9a0b");

    private static final String SEEN = "an observer of your line sees it";

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final List<Penah.Answered> requests = new CopyOnWriteArrayList<>();
    private final StringWriter said = new StringWriter();
    private HttpServer server;
    private Profile profile;
    private byte[] sealed;
    private Home home;

    @BeforeEach
    void details_lie_ready() throws Exception {
        home = new Home(folder);
        profile = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS);
        sealed = seal("Ask for Leyla at the station.\u001b[2J");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/details", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                requests.add(new Penah.Answered(
                        new WebhookHeaders(
                                headers.getFirst(WebhookHeaders.ID),
                                headers.getFirst(WebhookHeaders.TIMESTAMP),
                                headers.getFirst(WebhookHeaders.SIGNATURE)),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                int status = statuses.isEmpty() ? 200 : statuses.remove(0);
                exchange.sendResponseHeaders(status, status == 200 ? sealed.length : -1);
                if (status == 200) {
                    exchange.getResponseBody().write(sealed);
                }
            }
        });
        server.start();
        try (Penah penah = new Penah()) {
            penah.credentials(folder.resolve("penah.json"), "safe-house");
        }
        Path credentials = folder.resolve("penah.json");
        Files.writeString(
                credentials,
                Files.readString(credentials)
                        .replace(
                                "{\"name\"",
                                "{\"details\":\"http://127.0.0.1:%d/details\",\"name\""
                                        .formatted(server.getAddress().getPort())));
        comes(1, "Alert", HAND_OVER, true);
    }

    private void comes(int seq, String type, @Nullable UUID handOver, boolean consent) throws Exception {
        String alert = Penah.alert(id, seq, type, "safe-house")
                .replace("\"details\":false", "\"details\":" + consent)
                .replace("\"to\":", handOver == null ? "\"to\":" : "\"handOver\":\"" + handOver + "\",\"to\":");
        byte[] delivery = Penah.seal(alert, profile.recipient());
        new Inbox(home.inbox())
                .keep(Delivery.open(delivery, home.identity()).alerts().get(0), delivery);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void details_are_fetched_once_signed_kept_sealed_and_shown() throws Exception {
        // When
        int first = run();
        assertThat(said.toString()).containsOnlyOnce(SEEN);
        int again = run();

        // Then
        assertThat(List.of(first, again)).containsOnly(0);
        assertThat(said.toString()).as("what is here is not fetched").containsOnlyOnce(SEEN);
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).body()).isEqualTo("{\"id\":\"" + id + "\",\"handOver\":\"" + HAND_OVER + "\"}");
        new WebhookVerifier(List.of(VerificationKey.parse(profile.acknowledgementKey())), List.of())
                .verify(
                        requests.get(0).headers(),
                        requests.get(0).body().getBytes(StandardCharsets.UTF_8),
                        Instant.now());
        assertThat(said.toString())
                .contains("Ask for Leyla at the station.?[2J")
                .doesNotContain("\u001b");
        assertThat(folder.resolve("inbox").resolve(id + "." + HAND_OVER + ".details"))
                .hasBinaryContent(sealed);
        assertThat(new KeptDetails(folder.resolve("inbox")).reads().get(id))
                .singleElement()
                .satisfies(read -> assertThat(read.person()).isNull());
    }

    @Test
    void details_that_cannot_be_opened_hide_no_others() throws Exception {
        // Given
        run();
        Files.writeString(folder.resolve("inbox").resolve(id + "." + UUID.randomUUID() + ".details"), "a proxy's page");
        said.getBuffer().setLength(0);

        // When
        int status = run();

        // Then
        assertThat(status).isZero();
        assertThat(said.toString()).contains("Ask for Leyla at the station.");
    }

    @Test
    void a_lost_answer_is_asked_for_again_under_the_same_id() {
        // Given
        statuses.addAll(List.of(503, 503));

        // When
        int exit = run();

        // Then
        assertThat(exit).isZero();
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(request -> request.headers().id())
                .containsOnly(requests.get(0).headers().id());
    }

    @Test
    void a_later_run_asks_under_the_same_id_too() {
        // Given
        statuses.addAll(List.of(503, 503, 503));
        assertThat(run()).isEqualTo(1);

        // When
        int exit = run();

        // Then
        assertThat(exit).isZero();
        assertThat(requests).hasSize(4);
        assertThat(requests)
                .extracting(request -> request.headers().id())
                .containsOnly(requests.get(0).headers().id());
        assertThat(folder.resolve("inbox")).isDirectoryNotContaining("glob:**.request");
    }

    @Test
    void what_was_fetched_before_or_withdrawn_is_said() {
        // Given
        statuses.add(410);

        // When
        int exit = run();

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(said.toString()).contains("fetched before, or withdrawn");
        assertThat(folder.resolve("inbox").resolve(id + "." + HAND_OVER + ".details"))
                .doesNotExist();
    }

    @Test
    void what_was_fetched_before_is_shown_with_what_came_later() throws Exception {
        // Given
        assertThat(run()).isZero();
        sealed = seal("She has left. Wait.");
        comes(2, "Update", UUID.randomUUID(), true);
        said.getBuffer().setLength(0);

        // When
        int exit = run();

        // Then
        assertThat(exit).isZero();
        assertThat(said.toString()).containsSubsequence("Ask for Leyla", "She has left. Wait.");
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Update", "Cancel"})
    void what_the_source_has_withdrawn_is_not_shown_again(String type) throws Exception {
        // Given
        assertThat(run()).isZero();
        comes(2, type, null, false);
        said.getBuffer().setLength(0);

        // When
        int exit = run();

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(said.toString()).contains("no details are ready").doesNotContain("Leyla");
    }

    private byte[] seal(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(profile.recipient())), out);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, 8192);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        encryptor.write(padded);
        encryptor.finish();
        return out.toByteArray();
    }

    private int run() {
        PrintWriter out = new PrintWriter(said, true);
        return PenahPartner.commandLine()
                .setOut(out)
                .setErr(out)
                .execute("details", "--dir", folder.toString(), id.toString());
    }
}

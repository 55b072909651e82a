package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;
import org.penah.sealing.webhook.WebhookVerifier;

class ReceiverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<Alert> arrivals = new ArrayList<>();
    private Penah penah;
    private Home home;
    private String recipient;
    private static final Duration ANSWER_AFTER = Duration.ofMillis(100);

    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        penah = new Penah();
        home = new Home(folder);
        recipient = home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS)
                .recipient();
        penah.credentials(folder.resolve("penah.json"), "safe-house");
        receiver = new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                arrivals::add,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                alert -> AlertText.of(alert, home.folder()),
                ANSWER_AFTER);
    }

    @AfterEach
    void stop() {
        receiver.close();
        penah.close();
    }

    @Test
    void an_alert_is_kept_sealed_and_said_in_plain_words() throws Exception {
        // Given
        byte[] body = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);

        // When
        int status = post(body, penah.sign(body, NOW));

        // Then
        assertThat(status).isEqualTo(204);
        Path kept = folder.resolve("inbox").resolve(id + ".1.age");
        assertThat(kept).hasBinaryContent(body);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(screen())
                .contains(
                        "ALERT  (alert " + id,
                        "in physical danger within hours",
                        "Region: Western Asia.",
                        "has not confirmed it yet",
                        "penah-partner ack --dir " + folder + " " + id);
    }

    @Test
    void an_alert_at_the_edge_that_comes_once_more_waits_again_unless_it_met_the_answer_on_its_way() throws Exception {
        // Given
        byte[] body = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);
        post(body, penah.sign(body, NOW.minusSeconds(120)));
        Inbox inbox = new Inbox(home.inbox());
        inbox.answers().know(inbox.answers().give(id, 1, Action.ACKNOWLEDGE));
        Files.setLastModifiedTime(home.inbox().resolve(id + ".1.known"), FileTime.from(NOW.minusSeconds(90)));

        // When it is played back, or was on its way
        post(body, penah.sign(body, NOW.minusSeconds(60)));

        // Then
        assertThat(inbox.alerts(home.identity(), NOW)).hasSize(1).noneMatch(KeptAlert::waits);

        // When
        post(body, penah.sign(body, NOW));

        // Then
        assertThat(inbox.alerts(home.identity(), NOW)).hasSize(1).allMatch(KeptAlert::waits);
    }

    @Test
    void that_an_alert_at_the_edge_was_taken_is_signed() throws Exception {
        // Given
        byte[] body = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);
        WebhookHeaders request = penah.sign(body, NOW);

        // When
        HttpHeaders answer = send(body, request).headers();

        // Then
        WebhookHeaders signed = new WebhookHeaders(
                answer.firstValue(WebhookHeaders.ID).orElse(null),
                answer.firstValue(WebhookHeaders.TIMESTAMP).orElse(null),
                answer.firstValue(WebhookHeaders.SIGNATURE).orElse(null));
        assertThat(signed.id()).isEqualTo(request.id());
        new WebhookVerifier(List.of(VerificationKey.parse(home.profile().acknowledgementKey())), List.of())
                .verify(signed, new byte[0], NOW);
    }

    @Test
    void a_repeat_is_taken_and_said_no_second_time() throws Exception {
        // Given
        String json = Penah.alert(id, 1, "Alert", "safe-house");
        byte[] first = Penah.seal(json, recipient);
        post(first, penah.sign(first, NOW));
        String said = screen();

        // When
        byte[] again = Penah.seal(json, recipient);
        int status = post(again, penah.sign(again, NOW));

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(screen()).isEqualTo(said);
        assertThat(arrivals).hasSize(2);
        assertThat(folder.resolve("inbox")).isDirectoryContaining("glob:**.1.age");
    }

    @Test
    void the_latest_message_of_an_alert_counts() throws Exception {
        // Given
        byte[] alert = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);
        byte[] cancel = Penah.seal(Penah.alert(id, 2, "Cancel", "safe-house"), recipient);

        // When they come in the wrong order
        post(cancel, penah.sign(cancel, NOW));
        post(alert, penah.sign(alert, NOW));

        // Then
        assertThat(new Inbox(home.inbox()).alerts(home.identity(), NOW))
                .extracting(kept -> kept.alert().msgType())
                .containsExactly("Cancel");
        assertThat(screen())
                .contains(
                        "takes this alert back",
                        "Confirm that you have seen this:  penah-partner ack --dir " + folder + " " + id);
    }

    @Test
    void a_state_is_answered_by_so_many_bytes_whether_there_is_an_alert_or_not() throws Exception {
        // Given
        byte[] empty = Penah.seal(Penah.state("safe-house"), recipient);
        byte[] full = Penah.seal(Penah.state("safe-house", Penah.alert(id, 1, "Alert", "safe-house")), recipient);

        // When
        HttpResponse<byte[]> nothing = send(empty, penah.sign(empty, NOW));
        WebhookHeaders request = penah.sign(full, NOW);
        HttpResponse<byte[]> alert = send(full, request);

        // Then
        assertThat(nothing.statusCode()).isEqualTo(200);
        assertThat(nothing.body()).hasSize(2048);
        assertThat(alert.body()).isEqualTo(nothing.body());
        assertThat(alert.headers().firstValue("webhook-id")).hasValue(String.valueOf(request.id()));
        assertThat(screen()).contains("ALERT  (alert " + id);

        // When somebody here has seen it
        AnswerLog book = new Inbox(home.inbox()).answers();
        Answer answer = book.give(arrivals.get(0), Action.ACKNOWLEDGE);
        HttpResponse<byte[]> answered = send(full, penah.sign(full, NOW));

        // Then
        assertThat(answered.body()).hasSize(2048);
        assertThat(new String(answered.body(), StandardCharsets.US_ASCII).strip())
                .isEqualTo("{\"answers\":[{\"id\":\"" + id + "\",\"seq\":1,\"action\":\"acknowledge\"}]}");

        // When the next state says that it is known
        byte[] known = Penah.seal(
                Penah.state(
                        "safe-house",
                        Penah.alert(id, 1, "Alert", "safe-house").replace("\"to\":", "\"answered\":1,\"to\":")),
                recipient);
        HttpResponse<byte[]> after = send(known, penah.sign(known, NOW));

        // Then
        assertThat(after.body()).isEqualTo(nothing.body());
        assertThat(book.isKnown(answer)).isTrue();
    }

    @Test
    void a_state_that_a_bad_sector_has_spoilt_is_replaced_by_the_next() throws Exception {
        // Given
        byte[] empty = Penah.seal(Penah.state("safe-house"), recipient);
        send(empty, penah.sign(empty, NOW));
        Path kept = home.inbox().resolve("state.age");
        Files.write(kept, new byte[10]);

        // When
        HttpResponse<byte[]> answer = send(empty, penah.sign(empty, NOW));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Files.readAllBytes(kept)).isEqualTo(empty);
    }

    @Test
    void every_slot_is_answered_after_the_same_time() throws Exception {
        for (byte[] body : List.of(
                Penah.seal(Penah.state("safe-house"), recipient),
                Penah.seal(Penah.state("safe-house", Penah.alert(id, 1, "Alert", "safe-house")), recipient))) {
            // When
            long began = System.nanoTime();
            post(body, penah.sign(body, NOW));

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(ANSWER_AFTER);
        }
    }

    @Test
    void slow_clients_do_not_keep_penah_out() throws Exception {
        // Given
        List<Socket> slow = new ArrayList<>();
        try {
            for (int each = 0; each < 150; each++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port());
                socket.getOutputStream().write("POST / HTTP/1.1\r\nhost: ".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            byte[] body = Penah.seal(Penah.state("safe-house"), recipient);

            // When
            long began = System.nanoTime();
            int status = post(body, penah.sign(body, NOW));

            // Then Penah waits for seven seconds
            assertThat(status).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(7));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void an_answer_that_is_spoilt_on_the_disk_stops_no_beat() throws Exception {
        // Given
        Files.write(home.inbox().resolve(id + ".1.answer"), new byte[3]);
        byte[] body = Penah.seal(Penah.state("safe-house", Penah.alert(id, 1, "Alert", "safe-house")), recipient);

        // When
        int status = post(body, penah.sign(body, NOW));

        // Then somebody is asked again
        assertThat(status).isEqualTo(200);
        assertThat(new Inbox(home.inbox()).alerts(home.identity(), NOW))
                .extracting(KeptAlert::waits)
                .containsExactly(true);
    }

    @Test
    void an_old_state_is_refused_for_it_could_hide_that_penah_is_silent() throws Exception {
        // Given
        byte[] body = Penah.seal(Penah.state("safe-house"), recipient);
        WebhookHeaders latest = penah.sign(body, NOW);
        post(body, latest);

        // When
        int again = post(body, latest);
        int older = post(body, penah.sign(body, NOW.minusSeconds(1)));
        int next = post(body, penah.sign(body, NOW));

        // Then
        assertThat(List.of(again, older, next)).containsExactly(503, 503, 200);
    }

    @Test
    void a_newer_penah_may_say_more() throws Exception {
        // Given
        String json = Penah.alert(id, 1, "Alert", "safe-house")
                .replace("\"to\":", "\"needs\":[\"shelter\"],\"to\":")
                .replace("Immediate", "Unheard-of\\u001b[2J");
        byte[] body = Penah.seal(json, recipient);

        // When
        int status = post(body, penah.sign(body, NOW));

        // Then it is shown, and cannot steer the terminal
        assertThat(status).isEqualTo(204);
        assertThat(screen()).contains("in physical danger (Unheard-of?[2J)");
    }

    @Test
    void what_lacks_either_signature_is_refused() throws Exception {
        // Given
        byte[] body = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);
        WebhookMessage message = new WebhookMessage("id", NOW, body);

        // When
        int symmetric = post(body, new WebhookSigner(List.of(), List.of(penah.secret)).sign(message));
        int asymmetric = post(body, new WebhookSigner(List.of(penah.key), List.of()).sign(message));
        int forged = post(body, new WebhookSigner(List.of(SigningKey.generate()), List.of(penah.secret)).sign(message));
        int none = post(body, new WebhookHeaders(null, null, null));
        int old = post(body, penah.sign(body, NOW.minus(Duration.ofMinutes(6))));

        // Then
        assertThat(List.of(symmetric, asymmetric, forged, none, old)).containsOnly(401);
        nothingIsKept();
    }

    @Test
    void what_is_for_somebody_else_is_refused() throws Exception {
        // Given
        byte[] addressed = Penah.seal(Penah.alert(id, 1, "Alert", "night-desk"), recipient);
        byte[] sealed = Penah.seal(
                Penah.alert(id, 1, "Alert", "safe-house"),
                HybridIdentity.generate().recipient().toString());

        // When
        int otherName = post(addressed, penah.sign(addressed, NOW));
        int otherKey = post(sealed, penah.sign(sealed, NOW));

        // Then
        assertThat(List.of(otherName, otherKey)).containsOnly(503);
        nothingIsKept();
    }

    @Test
    void what_is_no_alert_is_refused() throws Exception {
        // Given
        byte[] noJson = Penah.seal("canary", recipient);
        byte[] incomplete = Penah.seal("{\"id\":\"" + id + "\"}", recipient);
        byte[] tooShort = "x".getBytes(StandardCharsets.UTF_8);
        byte[] tooLong = new byte[9000];

        // When
        List<Integer> statuses = new ArrayList<>();
        for (byte[] body : List.of(noJson, incomplete, tooShort, tooLong)) {
            statuses.add(post(body, penah.sign(body, NOW)));
        }

        // Then
        assertThat(statuses.subList(0, 3)).containsOnly(503);
        assertThat(statuses.get(3)).isEqualTo(401);
        assertThat(screen()).doesNotContain("canary");
        nothingIsKept();
    }

    @Test
    void without_penahs_keys_nothing_is_taken_and_the_file_is_named() throws Exception {
        // Given
        Files.delete(folder.resolve("penah.json"));
        byte[] body = Penah.seal(Penah.alert(id, 1, "Alert", "safe-house"), recipient);

        // When
        int status = post(body, penah.sign(body, NOW));

        // Then
        assertThat(status).isEqualTo(503);
        assertThat(screen()).contains("penah.json is missing");
    }

    @Test
    void only_post_is_answered() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(url()).build();
        assertThat(HttpClient.newHttpClient()
                        .send(get, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }

    private void nothingIsKept() {
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
        assertThat(arrivals).isEmpty();
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private int post(byte[] body, WebhookHeaders headers) throws Exception {
        return send(body, headers).statusCode();
    }

    private HttpResponse<byte[]> send(byte[] body, WebhookHeaders headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url()).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.id() != null && headers.timestamp() != null && headers.signature() != null) {
            request.header(WebhookHeaders.ID, headers.id())
                    .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                    .header(WebhookHeaders.SIGNATURE, headers.signature());
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + receiver.port() + "/alerts");
    }
}

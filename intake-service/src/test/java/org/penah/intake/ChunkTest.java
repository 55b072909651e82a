package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.penah.ceremony.tip.TipReader;
import org.penah.intake.circuit.OnionSource;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.tip.TipWriter;

/** What the page's script says to the service, and what others might say to it. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class ChunkTest {

    private static final int CHUNK = 1 << 20;
    private static final int HALF = CHUNK / 2;

    private final Source source = new Source();
    private final String once = source.once();
    private final String name = word();
    private final List<Path> before = Source.blobs();

    @Test
    void pieces_and_their_form_make_one_tip() throws IOException {
        // Given
        byte[] tip = tip(2_500_000);
        bring(tip);

        // When
        HttpResponse<String> page = source.post(form());

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>", "Sealed by: your browser");
        Path blob = Source.newBlob(before);
        assertThat(Files.readAllBytes(blob)).isEqualTo(tip);
        assertThat(TipReader.check(LocalKeys.open(blob, "general")).message()).isEqualTo("From the script.");
        String id = blob.getFileName().toString();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> LocalBroker.arrived("penah.intake.triage").stream()
                        .anyMatch(event -> event.contains(id)
                                && event.contains("\"sealing\":\"browser\"")
                                && event.contains("\"sizeClass\":" + tip.length)
                                && !event.contains("replyTo")));
    }

    @Test
    void a_piece_that_is_sent_again_is_taken_once_and_a_gap_is_named() throws IOException {
        // Given
        byte[] tip = tip(2_500_000);
        byte[] first = Arrays.copyOf(tip, CHUNK);
        byte[] overlapping = Arrays.copyOfRange(tip, HALF, CHUNK + HALF);

        // When
        List<String> said = new ArrayList<>();
        said.add(said(chunk(0, first)));
        said.add(said(chunk(0, first)));
        said.add(said(chunk(2 * CHUNK, first)));
        said.add(said(chunk(HALF, overlapping)));
        said.add(said(chunk(CHUNK + HALF, Arrays.copyOfRange(tip, CHUNK + HALF, 2 * CHUNK))));
        said.add(said(chunk(2 * CHUNK, Arrays.copyOfRange(tip, 2 * CHUNK, tip.length))));
        source.post(form());

        // Then
        assertThat(said)
                .containsExactly(
                        "204 " + CHUNK,
                        "204 " + CHUNK,
                        "409 " + CHUNK,
                        "204 " + (CHUNK + HALF),
                        "204 " + 2 * CHUNK,
                        "204 " + tip.length);
        assertThat(Files.readAllBytes(Source.newBlob(before))).isEqualTo(tip);
    }

    @Test
    void what_arrived_of_a_piece_that_broke_off_is_kept() throws IOException {
        // Given
        byte[] tip = tip(2_500_000);
        try (Socket socket = new Socket("localhost", Source.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /en/chunk HTTP/1.1\r\nHost: localhost\r\nPenah-Form: " + once + "\r\nPenah-Upload: " + name
                            + "\r\nPenah-Offset: 0\r\nContent-Length: " + CHUNK + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(tip, 0, HALF);
            out.flush();
            await().until(() -> Source.blobs().stream().anyMatch(blob -> size(blob) >= HALF));
        }

        // When
        String gap = said(chunk(CHUNK, Arrays.copyOfRange(tip, CHUNK, 2 * CHUNK)));
        bring(tip);
        source.post(form());

        // Then
        assertThat(gap).isEqualTo("409 " + HALF);
        assertThat(Files.readAllBytes(Source.newBlob(before))).isEqualTo(tip);
    }

    @Test
    void what_is_not_sealed_is_refused_at_its_first_byte() {
        // When
        String said = said(chunk(0, "PK, in clear".getBytes(StandardCharsets.US_ASCII)));

        // Then
        assertThat(said).isEqualTo("422 0");
        Source.nothingNewSince(before);
    }

    @Test
    void an_upload_needs_a_form_that_we_served() throws IOException {
        // Given
        byte[] first = Arrays.copyOf(tip(1000), 1000);

        // When
        String said = said(send(word(), name, 0, first));

        // Then
        assertThat(said).isEqualTo("403 0");
        Source.nothingNewSince(before);
    }

    @Test
    void a_piece_of_an_upload_that_we_do_not_know_begins_again() throws IOException {
        // When
        String said = said(chunk(CHUNK, tip(1000)));

        // Then
        assertThat(said).isEqualTo("409 0");
    }

    @Test
    void a_piece_over_its_size_is_refused() {
        // When
        String said = said(chunk(0, new byte[CHUNK + 1]));

        // Then
        assertThat(said).startsWith("400");
    }

    @Test
    void a_file_over_the_limit_is_refused_while_it_comes() throws IOException {
        // Given: the limit of tests is 24 MB
        byte[] tip = tip(40 << 20);

        // When
        List<String> said = new ArrayList<>();
        for (int at = 0; at < tip.length && said.stream().noneMatch(each -> each.startsWith("413")); at += CHUNK) {
            said.add(said(chunk(at, Arrays.copyOfRange(tip, at, Math.min(at + CHUNK, tip.length)))));
        }

        // Then
        assertThat(said).hasSizeBetween(25, 31).last().isEqualTo("413 0");
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_that_is_sent_again_after_its_tip_was_kept_makes_no_second_one() throws IOException {
        // Given
        bring(tip(1000));
        source.post(form());
        List<Path> kept = Source.blobs();

        // When
        HttpResponse<String> page = source.post(form());

        // Then
        assertThat(page.body()).contains("We already have this one");
        Source.nothingNewSince(kept);
    }

    @Test
    void a_form_cannot_name_what_another_form_has_brought_nor_what_is_not_here() throws IOException {
        // Given
        bring(tip(1000));

        // When
        HttpResponse<String> other = source.post(form(source.once(), name));
        HttpResponse<String> unknown = source.post(form(once, word()));

        // Then
        assertThat(other.statusCode()).isEqualTo(503);
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.body()).contains("Nothing was kept");
        assertThat(source.post(form()).body()).as("its own form still can").contains("<h1>Received</h1>");
    }

    @Test
    void a_file_that_is_cut_off_or_not_padded_is_not_taken() throws IOException {
        // Given
        byte[] tip = tip(1000);
        bring(Arrays.copyOf(tip, tip.length - 100));
        ByteArrayOutputStream unpadded = new ByteArrayOutputStream();
        try (AgeEncryptor age = AgeEncryptor.start(List.of(LocalKeys.recipient("general")), unpadded)) {
            age.write(new byte[70_001]);
            age.finish();
        }
        String second = word();
        String form = source.once();
        send(form, second, 0, unpadded.toByteArray());

        // When
        HttpResponse<String> cutOff = source.post(form());
        HttpResponse<String> notPadded = source.post(form(form, second));

        // Then
        assertThat(cutOff.statusCode()).isEqualTo(400);
        assertThat(notPadded.statusCode()).isEqualTo(400);
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_of_the_script_brings_no_receipt_and_nothing_in_clear() throws IOException {
        // Given
        bring(tip(1000));

        // When
        int withMessage = source.post(form().field("message", "x")).statusCode();
        int withReceipt = source.post(form().field("receipt", "1234")).statusCode();
        int strangeEpoch = source.post(fields(once)
                        .field("upload", name)
                        .field("mailbox", word())
                        .field("decisions", decisions())
                        .field("epoch", "7"))
                .statusCode();

        // Then
        assertThat(List.of(withMessage, withReceipt, strangeEpoch)).containsOnly(400);
        assertThat(source.post(form()).body()).as("it is still there").contains("<h1>Received</h1>");
    }

    @Test
    void a_form_that_began_in_clear_cannot_name_what_was_brought() throws IOException {
        // Given
        bring(tip(1000));
        List<Path> brought = Source.blobs();

        // When
        HttpResponse<String> page = source.post(new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "corruption")
                .file("a.txt", "text/plain", new byte[1])
                .field("sealing", "browser")
                .field("upload", name)
                .field("mailbox", word())
                .field("decisions", decisions())
                .field("epoch", "1"));

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        Source.nothingNewSince(brought);
    }

    @Test
    void what_is_left_unfinished_is_let_go() throws IOException {
        // When
        chunk(0, Arrays.copyOf(tip(1000), 30_000));

        // Then
        Path unfinished = Source.newBlob(before);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(unfinished));
        assertThat(said(chunk(30_000, new byte[10]))).isEqualTo("409 0");
    }

    @Test
    void a_form_holds_one_place_however_many_it_asks_for() throws IOException {
        // Given
        byte[] first = Arrays.copyOf(tip(1000), 30_000);
        chunk(0, first);
        Path unfinished = Source.newBlob(before);

        // When
        String second = word();
        assertThat(said(send(once, second, 0, first))).isEqualTo("204 30000");

        // Then
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.notExists(unfinished));
        assertThat(said(chunk(30_000, new byte[10]))).isEqualTo("409 0");
        assertThat(said(send(once, second, 0, first))).as("the last one stays").isEqualTo("204 30000");
    }

    @Test
    void a_circuit_holds_a_few_places_and_takes_none_from_others() throws IOException {
        // Given
        byte[] tip = tip(100_000);
        byte[] first = Arrays.copyOf(tip, 30_000);
        assertThat(new OnionSource(88_001).chunk(once, name, first)).startsWith("HTTP/1.1 204");
        OnionSource greedy = new OnionSource(88_000);

        // When
        for (int each = 0; each < 12; each++) {
            assertThat(greedy.chunk(source.once(), word(), first)).startsWith("HTTP/1.1 204");
        }

        // Then
        await("eight of the circuit, and the other").until(() -> Source.blobs().size() == before.size() + 9);
        assertThat(said(chunk(30_000, Arrays.copyOfRange(tip, 30_000, 60_000)))).isEqualTo("204 60000");
    }

    @Test
    void what_is_only_said_again_is_let_go_too() throws IOException {
        // Given
        byte[] first = Arrays.copyOf(tip(1000), 30_000);
        chunk(0, first);
        Path unfinished = Source.newBlob(before);

        // When
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    boolean gone = Files.notExists(unfinished);
                    if (!gone) {
                        chunk(0, first);
                    }
                    return gone;
                });
    }

    private void bring(byte[] tip) {
        for (int at = 0; at < tip.length; at += CHUNK) {
            int end = Math.min(at + CHUNK, tip.length);
            assertThat(said(chunk(at, Arrays.copyOfRange(tip, at, end)))).isEqualTo("204 " + end);
        }
    }

    private HttpResponse<String> chunk(int offset, byte[] bytes) {
        return send(once, name, offset, bytes);
    }

    private HttpResponse<String> send(String form, String upload, int offset, byte[] bytes) {
        return source.send(HttpRequest.newBuilder(Source.address("/en/chunk"))
                .header("Content-Type", "application/octet-stream")
                .header("Penah-Form", form)
                .header("Penah-Upload", upload)
                .header("Penah-Offset", Integer.toString(offset))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    private static String said(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Penah-Offset").orElse("-");
    }

    private Multipart form() {
        return form(once, name);
    }

    private static Multipart form(String once, String upload) {
        return fields(once)
                .field("upload", upload)
                .field("mailbox", word())
                .field("decisions", decisions())
                .field("epoch", "1");
    }

    private static Multipart fields(String once) {
        return Multipart.withoutReceipt()
                .field("once", once)
                .field("sealing", "browser")
                .field("danger", "none")
                .field("topic", "corruption");
    }

    private static byte[] tip(int fileSize) throws IOException {
        byte[] file = new byte[fileSize];
        new Random(5).nextBytes(file);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (TipWriter writer = TipWriter.seal(List.of(LocalKeys.recipient("general")), sealed::write)) {
            writer.beginFile("a.bin", "video/mp4");
            writer.write(file, 0, file.length);
            writer.endFile();
            writer.finish("corruption", "From the script.", Map.of("danger", "none"), "");
        }
        return sealed.toByteArray();
    }

    private static String decisions() {
        byte[] salt = new byte[DecisionKeys.SALT_LENGTH];
        DecisionKeys keys = Receipt.generate().derive(LocalKeys.RECEIPTS).decisions();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(salt) + "." + keys.publicKey(salt);
    }

    private static String word() {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static long size(Path blob) {
        try {
            return Files.size(blob);
        } catch (IOException gone) {
            return 0;
        }
    }
}

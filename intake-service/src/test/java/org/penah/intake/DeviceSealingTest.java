package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.PassphraseRecipient;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.age.X25519Identity;
import org.penah.sealing.receipt.Receipt;

/** A file that the source sealed: taken as it is, and only if it is one. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class DeviceSealingTest {

    private static final byte[] PLAIN = new byte[70_000];

    static {
        new Random(3).nextBytes(PLAIN);
    }

    private final Source source = new Source();

    @Test
    void a_sealed_file_is_stored_as_it_is_and_staff_learn_how_it_was_sealed() throws Exception {
        // Given
        List<Path> before = Source.blobs();
        Receipt receipt = Receipt.generate();
        byte[] file = seal(LocalKeys.recipient("general"));

        // When
        HttpResponse<String> page = source.post(calm(receipt).sealed(file));

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>", "Sealed by: you, on your own device");
        Path blob = Source.newBlob(before);
        assertThat(Files.readAllBytes(blob)).isEqualTo(file);
        assertThat(LocalKeys.open(blob, "general").readAllBytes()).isEqualTo(PLAIN);
        JsonNode tip = received(blob);
        assertThat(tip.at("/data/sealing").asText()).isEqualTo("device");
        assertThat(tip.at("/data/queue").asText()).isEqualTo("general");
        assertThat(tip.at("/data/sizeClass").asLong())
                .as("the Padmé size above %d", file.length)
                .isEqualTo(71_680);
        assertThat(tip.at("/data/replyTo").asText())
                .isEqualTo(receipt.derive(LocalKeys.RECEIPTS)
                        .identity()
                        .recipient()
                        .toString());
    }

    @Test
    void its_form_asks_for_one_sealed_file_and_nothing_in_clear() {
        // When
        HttpResponse<String> page = source.get("/en/sealed");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Length")).contains("49152");
        assertThat(page.body())
                .contains("name=\"sealed\"", "name=\"receipt\"", "name=\"sealing\" value=\"device\"")
                .contains("You have sealed your file yourself")
                .doesNotContain("name=\"message\"", "name=\"files\"", "<script");
    }

    static Stream<Arguments> notSealedToUs() throws IOException {
        byte[] sealed = seal(LocalKeys.recipient("general"));
        ByteArrayOutputStream armored = new ByteArrayOutputStream();
        try (ArmorEncoder armor = new ArmorEncoder(armored)) {
            armor.write(sealed);
            armor.finish();
        }
        return Stream.of(
                Arguments.of("This file is not sealed", PLAIN),
                Arguments.of("This file is not sealed", new byte[0]),
                Arguments.of("This file is sealed as text", armored.toByteArray()),
                Arguments.of(
                        "is not sealed to our key alone",
                        seal(X25519Identity.generate().recipient())),
                Arguments.of("is not sealed to our key alone", seal(PassphraseRecipient.of("x".toCharArray()))),
                Arguments.of(
                        "is not sealed to our key alone",
                        seal(
                                LocalKeys.recipient("general"),
                                HybridIdentity.generate().recipient())),
                Arguments.of(
                        "This sealed file is incomplete",
                        Arrays.copyOf(sealed, sealed.length - PLAIN.length % 65_536 - 16 + 5)));
    }

    @ParameterizedTest
    @MethodSource("notSealedToUs")
    void what_is_not_sealed_to_one_of_our_keys_is_refused_with_what_to_do(String sentence, byte[] file) {
        // Given
        List<Path> before = Source.blobs();

        // When
        HttpResponse<String> page = source.post(calm(Receipt.generate()).sealed(file));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains(sentence, "<a href=\"#sealed\">", "name=\"sealing\" value=\"device\"")
                .contains("value=\"corruption\" required checked")
                .doesNotContain("name=\"files\"", "name=\"message\"");
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_without_its_file_says_so() {
        // When
        HttpResponse<String> page = source.post(calm(Receipt.generate()));

        // Then
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("<a href=\"#sealed\">Choose the file that you sealed</a>");
    }

    @Test
    void a_sealed_file_over_the_limit_is_refused_while_it_streams() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        byte[] file = seal(new byte[25 * 1024 * 1024], LocalKeys.recipient("general"));

        // When
        HttpResponse<String> page = source.post(calm(Receipt.generate()).sealed(file));

        // Then
        assertThat(page.statusCode()).isEqualTo(413);
        assertThat(page.body()).contains("<a href=\"#sealed\">This file is over the limit");
        Source.nothingNewSince(before);
    }

    static Stream<Multipart> mixed() throws IOException {
        byte[] file = seal(LocalKeys.recipient("general"));
        return Stream.of(
                calm(Receipt.generate()).field("message", "In clear."),
                calm(Receipt.generate()).sealed(file).file("a.txt", "text/plain", PLAIN),
                calm(Receipt.generate()).sealed(file).sealed(file),
                form("server").sealed(file),
                undecided()
                        .field("message", "In clear.")
                        .field("sealing", "device")
                        .sealed(file),
                undecided()
                        .file("a.txt", "text/plain", PLAIN)
                        .field("sealing", "device")
                        .sealed(file),
                form("nowhere").field("message", "x"));
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void what_is_in_clear_is_not_taken_beside_what_is_sealed(Multipart form) {
        // Given
        List<Path> before = Source.blobs();

        // When
        HttpResponse<String> page = source.post(form);

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        Source.nothingNewSince(before);
    }

    @Test
    void a_page_with_a_script_says_last_that_the_server_seals() {
        // When
        HttpResponse<String> page = source.post(undecided()
                .field("message", "In clear.")
                .file("a.txt", "text/plain", PLAIN)
                .field("sealing", "server"));

        // Then
        assertThat(page.body()).contains("<h1>Received</h1>", "Sealed by: our server");
    }

    private static Multipart undecided() {
        return new Multipart()
                .field("once", new Source().once())
                .field("danger", "none")
                .field("topic", "corruption");
    }

    private static Multipart calm(Receipt receipt) {
        return new Multipart(receipt.toDigits())
                .field("once", new Source().once())
                .field("sealing", "device")
                .field("danger", "none")
                .field("topic", "corruption");
    }

    private static Multipart form(String sealing) {
        return new Multipart()
                .field("once", "x".repeat(43))
                .field("sealing", sealing)
                .field("danger", "none")
                .field("topic", "corruption");
    }

    private static byte[] seal(Recipient... recipients) throws IOException {
        return seal(PLAIN, recipients);
    }

    private static byte[] seal(byte[] plain, Recipient... recipients) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AgeEncryptor age = AgeEncryptor.start(List.of(recipients), file)) {
            age.write(plain);
            age.finish();
        }
        return file.toByteArray();
    }

    private static JsonNode received(Path blob) throws IOException {
        String id = blob.getFileName().toString();
        String event = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> LocalBroker.arrived("penah.intake.triage").stream()
                                .filter(each -> each.contains(id))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
        return new ObjectMapper().readTree(event);
    }
}

package org.penah.sealing.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.testbed.program.Command;

/** The vectors that the JavaScript made: here against Java, and against the JavaScript again. */
class ReceiptVectorTest {

    private static final Path FILE = Path.of("..", "docs", "contracts", "vectors", "receipt.json");
    private static final Vectors VECTORS = read();

    private record Vectors(ReceiptParameters parameters, List<Vector> receipts, List<Refusal> refused) {}

    private record Vector(
            String digits,
            String words,
            List<String> spellings,
            String mailboxId,
            String mailboxHash,
            String identity,
            String recipient,
            Decisions decisions) {}

    /** @param signatures one for each {@link Decision}, in their order */
    private record Decisions(String secret, String salt, String publicKey, List<String> signatures) {}

    private record Refusal(String text, String reason) {}

    @TestFactory
    Stream<DynamicTest> derivesTheSameBytes() {
        return VECTORS.receipts.stream()
                .map(vector -> DynamicTest.dynamicTest(vector.digits, () -> {
                    // Given
                    Receipt receipt = Receipt.parse(vector.digits);

                    // When
                    ReceiptKeys keys = receipt.derive(VECTORS.parameters);

                    // Then
                    assertThat(HexFormat.of().formatHex(keys.mailboxId())).isEqualTo(vector.mailboxId);
                    assertThat(HexFormat.of().formatHex(keys.mailboxHash())).isEqualTo(vector.mailboxHash);
                    assertThat(new String(keys.identity().exportSecret())).isEqualTo(vector.identity);
                    assertThat(keys.identity().recipient()).hasToString(vector.recipient);
                }));
    }

    @TestFactory
    Stream<DynamicTest> signsTheSameDecisions() {
        return VECTORS.receipts.stream()
                .map(vector -> DynamicTest.dynamicTest(vector.digits, () -> {
                    // Given
                    Decisions expected = vector.decisions;
                    byte[] salt = Base64.getUrlDecoder().decode(expected.salt);

                    // When
                    DecisionKeys keys = Receipt.parse(vector.digits)
                            .derive(VECTORS.parameters)
                            .decisions();

                    // Then
                    assertThat(keys.written()).isEqualTo(expected.secret);
                    assertThat(keys.publicKey(salt)).isEqualTo(expected.publicKey);
                    assertThat(Stream.of(Decision.values()).map(decision -> keys.sign(salt, decision)))
                            .isEqualTo(expected.signatures);
                }));
    }

    /** The least of many, in processor time, so that a busy machine does not matter. */
    @Test
    void deriveInLessThanFourMilliseconds() {
        // Given
        var threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;

        // When
        for (int i = 0; i < 300; i++) {
            long start = threads.getCurrentThreadCpuTime();
            Receipt.generate().derive(VECTORS.parameters).destroy();
            least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
        }

        // Then
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(4));
    }

    @TestFactory
    Stream<DynamicTest> everySpellingIsTheSameReceipt() {
        return VECTORS.receipts.stream()
                .flatMap(vector -> Stream.concat(Stream.of(vector.words), vector.spellings.stream())
                        .map(spelling -> DynamicTest.dynamicTest(spelling, () -> {
                            // When
                            Receipt receipt = Receipt.parse(spelling);

                            // Then
                            assertThat(receipt.toDigits()).isEqualTo(vector.digits);
                            assertThat(receipt.toWords()).isEqualTo(vector.words);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> refusesWithTheSameReason() {
        return VECTORS.refused.stream()
                .map(refusal -> DynamicTest.dynamicTest(refusal.reason + " " + refusal.text.length(), () -> {
                    // When
                    var refused = catchThrowableOfType(ReceiptException.class, () -> Receipt.parse(refusal.text));

                    // Then
                    assertThat(refused).isNotNull();
                    assertThat(refused.reason()).hasToString(refusal.reason);
                }));
    }

    @Test
    void theJavaScriptAgrees() {
        // When
        String said = Command.of(
                        "node", "receipt.mjs", "check", FILE.toAbsolutePath().toString())
                .in(Path.of("target", "js"))
                .succeed();

        // Then
        assertThat(said.strip()).isEqualTo("5 receipts, 18 refusals");
    }

    private static Vectors read() {
        try {
            return new JsonMapper().readValue(FILE.toFile(), Vectors.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

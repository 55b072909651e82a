package org.penah.sealing.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.ManifestException.Reason;
import org.penah.sealing.minisign.MinisignSecretKey;
import org.penah.sealing.receipt.ReceiptParameters;

class KeyManifestTest {

    private static final HybridRecipient RECIPIENT = HybridIdentity.generate().recipient();
    private static final MinisignSecretKey ROOT = MinisignSecretKey.generate();
    private static final LocalDate FIRST = LocalDate.parse("2026-11-24");
    private static final LocalDate LAST = LocalDate.parse("2027-02-21");
    private static final KeyManifest MANIFEST = manifest(3, FIRST, LAST);

    @Test
    void readsBackWhatTheRootKeySigned() throws ManifestException {
        // Given
        byte[] json = MANIFEST.toJson();

        // When
        KeyManifest read = KeyManifest.verify(json, sign(json), ROOT.publicKey(), 3);

        // Then
        assertThat(read.toJson()).isEqualTo(json);
        assertThat(read.queue("threat")
                        .orElseThrow()
                        .epochOn(FIRST)
                        .orElseThrow()
                        .epoch())
                .isEqualTo(1);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .startsWith("{\"version\":1,\"serial\":3,\"notBefore\":\"2026-11-24\",\"notAfter\":\"2027-02-21\","
                        + "\"recovery\":\"age1pq1")
                .endsWith("}],\"scripts\":[{\"path\":\"/assets/form.js\",\"sha256\":\"" + "0a".repeat(32) + "\"}]}");
    }

    @Test
    void refusesAnOlderSerialThanOneSeen() {
        // Given
        byte[] json = MANIFEST.toJson();

        // When
        var refused = catchThrowableOfType(
                ManifestException.class, () -> KeyManifest.verify(json, sign(json), ROOT.publicKey(), 4));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.OLD_SERIAL);
    }

    @Test
    void refusesWhatAnotherKeySigned() {
        // Given
        byte[] json = MANIFEST.toJson();
        var other = MinisignSecretKey.generate().publicKey();

        // When
        var refused =
                catchThrowableOfType(ManifestException.class, () -> KeyManifest.verify(json, sign(json), other, 0));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE);
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherSpelling() {
        String json = new String(MANIFEST.toJson(), StandardCharsets.UTF_8);
        return Stream.of(
                        "",
                        "null",
                        "[]",
                        json + "\n",
                        " " + json,
                        json + "{}",
                        json.replaceFirst("\"serial\":3", "\"serial\":3.0"),
                        json.replaceFirst("\"serial\":3", "\"serial\":\"3\""),
                        json.replaceFirst("\"serial\":3", "\"serial\":3,\"serial\":3"),
                        json.replaceFirst("\"serial\":3", "\"serial\":0"),
                        json.replaceFirst("\"version\":1", "\"version\":2"),
                        json.replaceFirst("\"version\":1,", ""),
                        json.replaceFirst("\"version\":1,", "\"version\":1,\"more\":1,"),
                        json.replaceFirst("\"version\":1,(\"serial\":3),", "$1,\"version\":1,"),
                        json.replaceFirst("threat", "Threat"),
                        json.replaceFirst("threat", "thr\\\\u0065at"),
                        json.replaceFirst("2027-02-21", "2027-02-22"),
                        json.replaceFirst("2027-02-21", "2026-11-23"),
                        json.replaceFirst("2026-12-24", "2026-11-24"),
                        json.replaceFirst("\"epoch\":2", "\"epoch\":1"),
                        json.replaceFirst("age1pq1", "AGE1PQ1"),
                        json.replaceFirst("\"memoryKiB\":1024", "\"memoryKiB\":8"),
                        json.replaceFirst("\"memoryKiB\":1024", "\"memoryKiB\":1000000"),
                        json.replaceFirst("AAAA==", "AAAB=="),
                        json.replaceFirst("/assets/form.js", "/assets/../form.js"),
                        json.replaceFirst("/assets/form.js", "//other.example/form.js"),
                        json.replaceFirst("\"queues\":\\[.*\\],\"scripts\"", "\"queues\":[],\"scripts\""),
                        json.replaceFirst("\"scripts\":\\[.*\\]", "\"scripts\":null"),
                        "[".repeat(100_000))
                .map(spelling -> DynamicTest.dynamicTest(spelling.length() + " characters", () -> {
                    // Given
                    byte[] bytes = spelling.getBytes(StandardCharsets.UTF_8);
                    String signature = sign(bytes);

                    // When
                    var refused = catchThrowableOfType(
                            ManifestException.class, () -> KeyManifest.verify(bytes, signature, ROOT.publicKey(), 0));

                    // Then
                    assertThat(spelling).isNotEqualTo(json);
                    assertThat(refused).isNotNull();
                    assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, NOT_YET_VALID, false, false, false",
        "2026-11-24, VALID,         true,  false, false",
        "2027-01-30, VALID,         true,  false, false",
        "2027-01-31, ENDS_SOON,     true,  false, true",
        "2027-02-21, ENDS_SOON,     true,  false, true",
        "2027-02-22, GRACE,         true,  true,  true",
        "2027-03-07, GRACE,         true,  true,  true",
        "2027-03-08, CLOSED,        false, false, true",
    })
    void aDayDecidesItsState(LocalDate today, ManifestState expected, boolean open, boolean warns, boolean alarms) {
        // When
        ManifestState state = MANIFEST.stateOn(today);

        // Then
        assertThat(state).isEqualTo(expected);
        assertThat(List.of(state.isOpen(), state.warnsSources(), state.alarmsDesk()))
                .containsExactly(open, warns, alarms);
    }

    @Test
    void theLastEpochThatHasBegunIsTheOneInForce() {
        // Given
        Queue queue = MANIFEST.queue("threat").orElseThrow();

        // When
        var before = queue.epochOn(LocalDate.parse("2026-11-23"));
        var last = queue.epochOn(LocalDate.parse("2026-12-23")).orElseThrow();
        var next = queue.epochOn(LocalDate.parse("2026-12-24")).orElseThrow();

        // Then
        assertThat(before).isEmpty();
        assertThat(List.of(last.epoch(), next.epoch())).containsExactly(1, 2);
    }

    @Test
    void isValidForAtMost90Days() {
        // Given
        LocalDate tooLate = LAST.plusDays(1);

        // When / Then
        assertThatThrownBy(() -> manifest(1, FIRST, tooLate)).hasMessageContaining("90 days");
    }

    private static String sign(byte[] json) {
        return ROOT.sign(json, "penah keys");
    }

    private static KeyManifest manifest(int serial, LocalDate first, LocalDate last) {
        return new KeyManifest(
                serial,
                first,
                last,
                RECIPIENT,
                ReceiptParameters.withSalt(new byte[16]),
                List.of(new Queue(
                        "threat",
                        List.of(new Epoch(1, FIRST, RECIPIENT), new Epoch(2, FIRST.plusDays(30), RECIPIENT)))),
                List.of(new Script("/assets/form.js", "0a".repeat(32))));
    }
}

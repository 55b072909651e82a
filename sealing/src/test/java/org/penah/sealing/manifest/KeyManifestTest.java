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
import org.penah.sealing.manifest.ManifestException.Reason;
import org.penah.sealing.minisign.TestRootKey;

class KeyManifestTest {

    private static final TestRootKey ROOT = new TestRootKey();
    private static final LocalDate FIRST = LocalDate.parse("2026-11-24");
    private static final LocalDate LAST = LocalDate.parse("2027-02-21");
    private static final KeyManifest MANIFEST = ManifestSpellings.manifest(3, FIRST, LAST);

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
        var other = new TestRootKey().publicKey();

        // When
        var refused =
                catchThrowableOfType(ManifestException.class, () -> KeyManifest.verify(json, sign(json), other, 0));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE);
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherSpelling() {
        return ManifestSpellings.others(MANIFEST)
                .map(spelling -> DynamicTest.dynamicTest(spelling.length() + " characters", () -> {
                    // Given
                    byte[] bytes = spelling.getBytes(StandardCharsets.UTF_8);
                    String signature = sign(bytes);

                    // When
                    var refused = catchThrowableOfType(
                            ManifestException.class, () -> KeyManifest.verify(bytes, signature, ROOT.publicKey(), 0));

                    // Then
                    assertThat(bytes).isNotEqualTo(MANIFEST.toJson());
                    assertThat(refused).isNotNull();
                    assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, NOT_YET_VALID, false, false, false",
        "2026-11-24, VALID,         true,  false, false",
        "2027-01-21, VALID,         true,  false, false",
        "2027-01-22, ENDS_SOON,     true,  false, true",
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
        assertThat(List.of(last.epoch(), next.epoch())).containsExactly(1, 3);
    }

    @Test
    void isValidForAtMost90Days() {
        // Given
        LocalDate tooLate = LAST.plusDays(1);

        // When / Then
        assertThatThrownBy(() -> ManifestSpellings.manifest(1, FIRST, tooLate)).hasMessageContaining("90 days");
    }

    private static String sign(byte[] json) {
        return ROOT.sign(json, "penah keys");
    }
}

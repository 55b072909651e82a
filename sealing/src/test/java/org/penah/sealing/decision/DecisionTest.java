package org.penah.sealing.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptParameters;

class DecisionTest {

    private static final byte[] SALT = new byte[DecisionKeys.SALT_LENGTH];
    private static final byte[] OTHER_SALT = Base64.getDecoder().decode("AAECAwQFBgcICQoLDA0ODw==");

    private final DecisionKeys keys = keys();

    @ParameterizedTest
    @EnumSource
    void holdsForItsOwnTipAndNoOther(Decision decision) {
        // When
        String signature = keys.sign(SALT, decision);

        // Then
        assertThat(decision.isSigned(keys.publicKey(SALT), signature)).isTrue();
        assertThat(decision.isSigned(keys.publicKey(OTHER_SALT), signature)).isFalse();
        assertThat(decision.isSigned(keys().publicKey(SALT), signature)).isFalse();
    }

    @Test
    void holdsForNoOtherDecision() {
        // When
        String signature = keys.sign(SALT, Decision.WITHDRAW_DETAILS);

        // Then
        assertThat(Decision.WITHDRAW_ALERT.isSigned(keys.publicKey(SALT), signature))
                .isFalse();
        assertThat(Decision.ERASE.isSigned(keys.publicKey(SALT), signature)).isFalse();
    }

    /** The neutral point, under which anybody can sign anything; one that is off the curve; no point at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAA",
                "",
                "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void refusesKeysUnderWhichAnythingWouldHold(String key) {
        // When
        boolean usable = Decision.isKey(key);

        // Then
        assertThat(usable).isFalse();
        assertThat(Decision.ERASE.isSigned(key, keys.sign(SALT, Decision.ERASE)))
                .isFalse();
    }

    @Test
    void theSecretComesBackAsItWasWritten() {
        // When
        DecisionKeys read = DecisionKeys.parse(keys.written());

        // Then
        assertThat(read.publicKey(SALT)).isEqualTo(keys.publicKey(SALT));
        assertThat(keys.toString()).doesNotContain(keys.written());
        assertThatThrownBy(() -> DecisionKeys.parse("x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static DecisionKeys keys() {
        return Receipt.generate()
                .derive(ReceiptParameters.withSalt(new byte[16]))
                .decisions();
    }
}

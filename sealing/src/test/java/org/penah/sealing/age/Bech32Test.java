package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bech32Test {

    /** The example of c2sp.org/age, "The X25519 recipient type": a key of 32 bytes 0x42. */
    private static final String SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static final String PUBLIC = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    @Test
    void readsTheKeyOfTheSpecification() {
        // When
        X25519Identity identity = X25519Identity.parse(SECRET);

        // Then
        byte[] expected = new byte[32];
        Arrays.fill(expected, (byte) 0x42);
        assertThat(identity.secret()).isEqualTo(expected);
        assertThat(identity.recipient().toString()).isEqualTo(PUBLIC);
        assertThat(new String(identity.exportSecret())).isEqualTo(SECRET);
    }

    @Test
    void readsASecretFromAnArrayThatTheCallerWipes() {
        // Given
        char[] text = SECRET.toCharArray();

        // When
        Identity identity = Identity.parse(CharBuffer.wrap(text));

        // Then
        Arrays.fill(text, ' ');
        assertThat(new String(((X25519Identity) identity).exportSecret())).isEqualTo(SECRET);
    }

    @Property
    void readsBackWhateverItWrites(@ForAll @Size(min = 1, max = 100) byte[] bytes) {
        // When
        String text = new String(Bech32.encode("age1pq", bytes));

        // Then
        assertThat(Bech32.decode("age1pq", text, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void findsEveryMistypedCharacter() {
        for (int at = "age1".length(); at < PUBLIC.length(); at++) {
            for (char wrong : "qpzry9x8gf2tvdw0s3jn54khce6mua7lb1ioA ".toCharArray()) {
                // Given
                String mistyped = PUBLIC.substring(0, at) + wrong + PUBLIC.substring(at + 1);

                // When
                boolean accepted = accepts(mistyped);

                // Then
                assertThat(accepted).as("character %d", at).isEqualTo(mistyped.equals(PUBLIC));
            }
        }
    }

    @Test
    void saysWhereACharacterCannotBe() {
        // Given
        String mistyped = PUBLIC.substring(0, 20) + "b" + PUBLIC.substring(21);

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> Recipient.parse(mistyped));

        // Then
        refusal.withMessage("mistyped age key: character 21 cannot occur");
    }

    @Test
    void findsBitsThatStandForNothing() {
        // Given
        String text = new String(Bech32.encode("age", new byte[] {1, 2, 3, 4, 5, 1}));

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> Bech32.decode("age", text + "", 5));

        // Then
        refusal.withMessageContaining("characters");
        assertThat(Bech32.decode("age", text, 6)).containsExactly(1, 2, 3, 4, 5, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "age1",
                "age1pq1",
                "AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw",
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwjq",
                " age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw",
                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
            })
    void refusesEverythingElseAsARecipient(String text) {
        // When
        boolean accepted = accepts(text);

        // Then
        assertThat(accepted).isFalse();
    }

    @Test
    void refusesASecretInLowerCaseWithoutQuotingIt() {
        // Given
        String lower = SECRET.toLowerCase(Locale.ROOT);

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> Identity.parse(lower));

        // Then
        refusal.withMessageNotContaining("gfpyys").withMessageContaining("AGE-SECRET-KEY-1");
    }

    private static boolean accepts(String text) {
        try {
            Recipient.parse(text);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}

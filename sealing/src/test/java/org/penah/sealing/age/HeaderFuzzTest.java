package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class HeaderFuzzTest {

    private static final Identity[] RING = {
        HybridIdentity.ofSeed(new byte[HybridIdentity.SEED_BYTES]),
        X25519Identity.parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"),
        PassphraseIdentity.of("passphrase".toCharArray(), 2)
    };

    @FuzzTest
    void isRefusedOrTheOnlySpelling(byte[] file) {
        // When
        boolean onlySpelling = Headers.isRefusedOrTheOnlySpelling(file);

        // Then
        assertThat(onlySpelling).isTrue();
        assertThat(refusal(() -> Sealed.pull(file, RING))).isEqualTo(refusal(() -> Sealed.push(file, 100, RING)));
    }

    private interface Opening {
        byte[] open() throws IOException;
    }

    /** Whatever a stranger sends, opening it ends in plaintext or in a refusal, and pulling and pushing agree. */
    private static String refusal(Opening opening) {
        try {
            return "opened " + opening.open().length;
        } catch (AgeException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

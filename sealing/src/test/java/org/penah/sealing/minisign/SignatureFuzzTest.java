package org.penah.sealing.minisign;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class SignatureFuzzTest {

    private static final byte[] MESSAGE = new byte[] {1, 2, 3};
    private static final MinisignPublicKey KEY = new TestRootKey().publicKey();

    /** No signature by this key exists, so each is refused, and as a signature is. */
    @FuzzTest
    void isRefused(byte[] file) {
        // Given
        String signature = new String(file, StandardCharsets.UTF_8);

        // When / Then
        assertThatThrownBy(() -> KEY.verify(MESSAGE, signature)).isInstanceOf(MinisignException.class);
    }
}

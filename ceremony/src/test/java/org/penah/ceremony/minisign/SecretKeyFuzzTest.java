package org.penah.ceremony.minisign;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.penah.sealing.minisign.MinisignException;

class SecretKeyFuzzTest {

    /** No passphrase opens what is no key file, and it is refused as a key file is. */
    @FuzzTest
    void isRefused(byte[] file) {
        // Given
        String keyFile = new String(file, StandardCharsets.UTF_8);

        // When / Then
        assertThatThrownBy(() -> MinisignSecretKey.open(keyFile, new char[0])).isInstanceOf(MinisignException.class);
    }
}

package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ArmorFuzzTest {

    @FuzzTest
    void isRefusedOrTheOnlySpellingButForWhiteSpace(byte[] text) throws IOException {
        // Given
        byte[] file;
        try {
            file = new ArmorDecoder(new ByteArrayInputStream(text)).readAllBytes();
        } catch (AgeException refused) {
            return;
        }

        // When
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ArmorEncoder encoder = new ArmorEncoder(written)) {
            encoder.write(file);
            encoder.finish();
        }

        // Then
        String read = new String(text, StandardCharsets.ISO_8859_1).strip().replace("\r\n", "\n");
        assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo(read + "\n");
    }
}

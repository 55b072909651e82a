package org.penah.notify.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.HybridIdentity;

class SealedBodyTest {

    private final HybridIdentity identity = HybridIdentity.generate();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, SealedBody.ROOM - 11})
    void is_of_one_size_whatever_it_says(int length) throws Exception {
        // Given
        byte[] content = ("{\"text\":\"" + "x".repeat(length) + "\"}").getBytes(US_ASCII);

        // When
        byte[] body = SealedBody.seal(content, identity.recipient());

        // Then
        assertThat(body).hasSize(8192);
        try (InputStream opened =
                AgeDecryptor.open(Armor.removeIfPresent(new ByteArrayInputStream(body)), List.of(identity))) {
            assertThat(new String(opened.readAllBytes(), US_ASCII).stripTrailing())
                    .isEqualTo("{\"text\":\"" + "x".repeat(length) + "\"}");
        }
    }

    @Test
    void is_text_so_that_stock_libraries_can_verify_it() {
        // When
        byte[] body = SealedBody.seal(new byte[0], identity.recipient());

        // Then
        assertThat(new String(body, US_ASCII))
                .startsWith("-----BEGIN AGE ENCRYPTED FILE-----\n")
                .endsWith("\n-----END AGE ENCRYPTED FILE-----")
                .matches("[\\x20-\\x7e\\n]{8192}");
    }

    @Test
    void what_does_not_fit_is_refused() {
        assertThatThrownBy(() -> SealedBody.seal(new byte[5000], identity.recipient()))
                .isInstanceOf(IllegalStateException.class);
    }
}

package org.penah.sealing.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;

/** {@code TipWriter} made the vector once; whatever writes or reads tips is held to it, the console's tests too. */
class TipVectorTest {

    private static final Path VECTOR = Path.of("..", "docs", "contracts", "vectors", "tip.age");
    private static final HybridIdentity ZERO_SEED = HybridIdentity.ofSeed(new byte[HybridIdentity.SEED_BYTES]);

    @Test
    void opensAndHoldsWhatItHeld() throws IOException {
        // Given
        var given = new ByteArrayOutputStream();

        // When
        TipContent content = TipReader.extract(
                () -> AgeDecryptor.open(Files.newInputStream(VECTOR), List.of(ZERO_SEED)), file -> given);

        // Then
        assertThat(content)
                .isEqualTo(new TipContent(
                        "threat",
                        "Kömək edin. کمک کنید",
                        Map.of("where", "Bakı"),
                        List.of(
                                new TipFile("files/1", "qeyd.txt", "text/plain", 6),
                                new TipFile("files/2", "boş.bin", "application/octet-stream", 0))));
        assertThat(given.toString(StandardCharsets.UTF_8)).isEqualTo("salam\n");
        assertThat(Files.size(VECTOR)).isEqualTo(64 * 1024);
    }
}

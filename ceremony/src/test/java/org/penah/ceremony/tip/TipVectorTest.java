package org.penah.ceremony.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.tip.TipContent;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipWriter;

/**
 * The vector that whatever writes or reads tips is held to, the console's tests too. {@code TipWriter} makes it again with
 * {@code mvn -pl ceremony test -Dtest=TipVectorTest -Dpenah.vectors=write}: the same tip under a new file key.
 */
class TipVectorTest {

    private static final Path VECTOR = Path.of("..", "docs", "contracts", "vectors", "tip.age");
    private static final Path RECEIPTS = VECTOR.resolveSibling("receipt.json");
    private static final HybridIdentity ZERO_SEED = HybridIdentity.ofSeed(new byte[HybridIdentity.SEED_BYTES]);
    private static final byte[] NOTE = "salam\n".getBytes(StandardCharsets.UTF_8);

    private final TipContent tip = new TipContent(
            "threat",
            "Kömək edin. کمک کنید",
            Map.of("where", "Bakı"),
            firstReceiptsRecipient(),
            List.of(
                    new TipFile("files/1", "qeyd.txt", "text/plain", NOTE.length),
                    new TipFile("files/2", "boş.bin", "application/octet-stream", 0)));

    @Test
    @EnabledIfSystemProperty(named = "penah.vectors", matches = "write")
    void isMadeAnew() throws IOException {
        try (var sealed = Files.newOutputStream(VECTOR);
                var writer = TipWriter.seal(List.of(ZERO_SEED.recipient()), sealed::write)) {
            for (TipFile file : tip.files()) {
                writer.beginFile(file.name(), file.type());
                writer.write(NOTE, 0, (int) file.size());
                writer.endFile();
            }
            writer.finish(tip.topic(), tip.message(), tip.answers(), tip.replyTo());
        }
    }

    @Test
    void opensAndHoldsWhatItHeld() throws IOException {
        // Given
        var given = new ByteArrayOutputStream();

        // When
        TipContent content = TipReader.extract(
                () -> AgeDecryptor.open(Files.newInputStream(VECTOR), List.of(ZERO_SEED)), file -> given);

        // Then
        assertThat(content).isEqualTo(tip);
        assertThat(given.toByteArray()).isEqualTo(NOTE);
        assertThat(Files.size(VECTOR)).isEqualTo(64 * 1024);
    }

    private static String firstReceiptsRecipient() {
        try {
            return new JsonMapper()
                    .readTree(RECEIPTS.toFile())
                    .at("/receipts/0/recipient")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.penah.ceremony.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeException;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.tip.Padme;
import org.penah.sealing.tip.TipContent;
import org.penah.sealing.tip.TipFile;
import org.penah.sealing.tip.TipWriter;

/** What {@link TipWriter} seals, {@link TipReader} reads. */
class SealedTipTest {

    private static final HybridIdentity QUEUE = HybridIdentity.generate();
    private static final byte[] PHOTO = bytes(200_000);

    @Test
    void theSealedFileHasAPadmeSizeAndOpens() throws IOException {
        // Given
        var sealed = new ByteArrayOutputStream();
        var read = new ByteArrayOutputStream();

        // When
        try (var tip = TipWriter.seal(List.of(QUEUE.recipient()), sealed::write)) {
            tip.beginFile("photo.jpg", "image/jpeg");
            tip.write(PHOTO, 0, 200_000);
            assertThat(tip.endFile()).isEqualTo(200_000);
            tip.finish("threat", "help", Map.of(), QUEUE.recipient().toString());
        }

        // Then
        assertThat(sealed.size()).isEqualTo(204_800).isEqualTo((int) Padme.atLeast(sealed.size()));
        TipContent content = TipReader.extract(() -> open(sealed), file -> read);
        assertThat(content.files()).containsExactly(new TipFile("files/1", "photo.jpg", "image/jpeg", 200_000));
        assertThat(content.message()).isEqualTo("help");
        assertThat(content.replyTo()).isEqualTo(QUEUE.recipient().toString());
        assertThat(read.toByteArray()).isEqualTo(PHOTO);
        assertThat(content).hasToString("TipContent[redacted]");
    }

    @Test
    void padsInStepsAndKnowsItsSizeBefore() throws IOException {
        // Given
        var sealed = new ByteArrayOutputStream();
        var tip = TipWriter.seal(List.of(QUEUE.recipient()), sealed::write);
        tip.beginFile("video.mp4", "video/mp4");
        tip.write(new byte[5_300_000], 0, 5_300_000);
        tip.endFile();

        // When
        long size = tip.writeContent("threat", "help", Map.of(), "");
        int steps = 0;
        int longest = 0;
        for (int before = sealed.size(); !tip.pad(10_000); before = sealed.size()) {
            steps++;
            longest = Math.max(longest, sealed.size() - before);
        }

        // Then
        assertThat(steps).isGreaterThan(5);
        assertThat(longest).isLessThanOrEqualTo(64 * 1024 + 16);
        assertThat(size).isEqualTo(sealed.size()).isEqualTo(Padme.atLeast(size));
        assertThat(TipReader.check(open(sealed)).message()).isEqualTo("help");
        assertThatThrownBy(() -> tip.pad(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closedUnfinishedItOpensForNobody() throws IOException {
        // Given
        var sealed = new ByteArrayOutputStream();
        var tip = TipWriter.seal(List.of(QUEUE.recipient()), sealed::write);
        tip.beginFile("a", "b");
        tip.write(new byte[100_000], 0, 100_000);

        // When
        tip.close();

        // Then
        assertThatThrownBy(() -> TipReader.check(open(sealed))).isInstanceOf(AgeException.class);
        assertThatThrownBy(tip::endFile).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = 300)
    void aFileOfAnySizeIsReadBack(@ForAll("aroundEdges") int size) throws IOException {
        // Given
        byte[] file = bytes(size);
        var read = new ByteArrayOutputStream();

        // When
        ByteArrayOutputStream sealed = sealed(file);

        // Then
        assertThat((long) sealed.size()).isEqualTo(Padme.atLeast(sealed.size()));
        TipReader.extract(() -> open(sealed), named -> read);
        assertThat(read.toByteArray()).isEqualTo(file);
    }

    @Provide
    Arbitrary<Integer> aroundEdges() {
        Arbitrary<Integer> edges = Arbitraries.of(0, 65535, 65536, 131072, 196608, 1 << 20)
                .flatMap(edge -> Arbitraries.integers().between(Math.max(0, edge - 2500), edge + 40));
        return Arbitraries.oneOf(edges, Arbitraries.integers().between(0, 3 << 20));
    }

    /** A plain container with one file. */
    static byte[] container(byte[] file) throws IOException {
        return open(sealed(file)).readAllBytes();
    }

    private static ByteArrayOutputStream sealed(byte[] file) throws IOException {
        var sealed = new ByteArrayOutputStream();
        try (var tip = TipWriter.seal(List.of(QUEUE.recipient()), sealed::write)) {
            tip.beginFile("photo.jpg", "image/jpeg");
            tip.write(file, 0, file.length);
            tip.endFile();
            tip.finish("threat", "help", Map.of(), "");
        }
        return sealed;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static InputStream open(ByteArrayOutputStream sealed) throws IOException {
        return AgeDecryptor.open(new ByteArrayInputStream(sealed.toByteArray()), List.of(QUEUE));
    }
}

package org.penah.sealing.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.sealing.age.HybridIdentity;
import org.penah.testbed.program.Command;

class TipWriterTest {

    private static final List<byte[]> FILES = List.of(new byte[0], Tips.bytes(1), Tips.bytes(200_000));

    private static final HybridIdentity QUEUE = HybridIdentity.generate();

    private final Path folder;

    TipWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void javaReadsItAsAStream() throws IOException {
        // Given
        var read = new LinkedHashMap<String, Integer>();

        // When
        try (var zip = new ZipInputStream(new ByteArrayInputStream(Tips.withFiles(FILES)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                read.put(entry.getName(), zip.readAllBytes().length);
            }
        }

        // Then
        assertThat(read.keySet()).containsExactly("files/1", "files/2", "files/3", "tip.json", "padding");
        assertThat(read).containsEntry("files/1", 0).containsEntry("files/2", 1).containsEntry("files/3", 200_000);
    }

    @Test
    void javaReadsItAsAFile() throws IOException {
        // Given
        Path file = Files.write(folder.resolve("tip.zip"), Tips.withFiles(FILES));

        // When
        byte[] third;
        byte[] json;
        try (var zip = new ZipFile(file.toFile())) {
            third = zip.getInputStream(zip.getEntry("files/3")).readAllBytes();
            json = zip.getInputStream(zip.getEntry("tip.json")).readAllBytes();
        }

        // Then
        assertThat(third).isEqualTo(FILES.get(2));
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo("""
                {"version":1,"topic":"threat","message":"Bizə kömək edin. کمک","answers":{"where":"Bakı"},"replyTo":"","files":[\
                {"entry":"files/1","name":"../../etc/پرونده.pdf","type":"application/pdf","size":0},\
                {"entry":"files/2","name":"../../etc/پرونده.pdf","type":"application/pdf","size":1},\
                {"entry":"files/3","name":"../../etc/پرونده.pdf","type":"application/pdf","size":200000}]}""");
    }

    @Test
    void unzipReadsIt() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("tip.zip"), Tips.withFiles(FILES));

        // When
        String said = Command.orSkip(
                        "unzip",
                        "-o",
                        file.toString(),
                        "-d",
                        folder.resolve("out").toString())
                .succeed();

        // Then
        assertThat(said).doesNotContain("warning").doesNotContain("error");
        assertThat(folder.resolve("out/files/3")).hasBinaryContent(FILES.get(2));
    }

    @Test
    void pythonReadsIt() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("tip.zip"), Tips.withFiles(FILES));

        // When
        String said = Command.orSkip("python3", "-c", """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1]) as tip:
                    print(tip.testzip(), tip.namelist(), tip.getinfo('files/3').file_size)
                """, file.toString()).succeed();

        // Then
        assertThat(said.strip()).isEqualTo("None ['files/1', 'files/2', 'files/3', 'tip.json', 'padding'] 200000");
    }

    @Test
    void takesNothingMoreOnceItsContentIsWritten() throws IOException {
        // Given
        var tip = TipWriter.seal(List.of(QUEUE.recipient()), bytes -> {});
        assertThatThrownBy(() -> tip.pad(1)).isInstanceOf(IllegalStateException.class);

        // When
        tip.writeContent("threat", "help", Map.of(), "");

        // Then
        assertThatThrownBy(() -> tip.beginFile("a", "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tip.finish("threat", "", Map.of(), "")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysNothingOfWhenItWasMade() throws IOException {
        // Given
        byte[] container = Tips.withFiles(List.of());

        // When
        int timeAndDate = ZipHeader.streamed("tip.json", 0).timeAndDate();

        // Then
        assertThat(container[12]).isEqualTo((byte) (timeAndDate >> 16));
        assertThat(timeAndDate).as("1 January 1980").isEqualTo(0x0021_0000);
    }

    @Test
    void refusesHalfASurrogatePairWithoutQuotingIt() {
        // Given
        var tip = TipWriter.plain(OutputStream.nullOutputStream(), new SealedSize(Tips.START));

        // When
        var refused = catchThrowable(() -> tip.finish("threat", "secret words \ud83d", Map.of(), ""));

        // Then
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("secret");
    }

    @Test
    void refusesToPromiseRepliesToSomethingElse() {
        // Given
        var tip = TipWriter.plain(OutputStream.nullOutputStream(), new SealedSize(Tips.START));
        String mistyped = QUEUE.recipient().toString().replaceFirst(".$", "b");

        // When
        var refused = catchThrowable(() -> tip.finish("threat", "", Map.of(), mistyped));

        // Then
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("mistyped age key");
    }
}

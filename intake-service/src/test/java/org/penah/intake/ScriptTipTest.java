package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.SealedFileCheck;
import org.penah.sealing.tip.Padme;
import org.penah.sealing.tip.TipContent;
import org.penah.testbed.program.Command;

/** What the script writes is what everybody reads. */
class ScriptTipTest {

    private static final HybridIdentity QUEUE = HybridIdentity.generate();
    private static final List<Integer> SIZES = List.of(0, 1, 60_000, 65_535, 65_536, 131_072, 1_048_560, 3_000_000);

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        List<String> command = new ArrayList<>(
                List.of("node", "test/write.js", QUEUE.recipient().toString(), folder.toString()));
        SIZES.forEach(size -> command.add(size.toString()));
        Command.of(command).in(Path.of("src/main/webui")).succeed();
    }

    static Stream<Integer> sizes() {
        return SIZES.stream();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void java_reads_it_and_finds_it_padded(int size) throws IOException {
        // When
        ByteArrayOutputStream given = new ByteArrayOutputStream();
        TipContent tip = TipReader.extract(() -> open(size), file -> given);

        // Then
        assertThat(tip.message()).isEqualTo("Kömək edin. کمک کنید");
        assertThat(tip.answers()).containsEntry("soon", "hours").containsKeys("danger", "alert", "details");
        assertThat(tip.replyTo()).isEqualTo(QUEUE.recipient().toString());
        assertThat(tip.files()).extracting("name").containsExactly("qeyd.txt", "boş.bin");
        assertThat(given.toByteArray()).isEqualTo(file(size));
        byte[] sealed = Files.readAllBytes(sealed(size));
        assertThat(Padme.atLeast(sealed.length)).isEqualTo(sealed.length);
        SealedFileCheck check = new SealedFileCheck();
        check.accept(sealed, 0, sealed.length);
        check.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unzip -tq tip.zip", "python3 -m zipfile -t tip.zip"})
    void the_usual_tools_read_it(String command) throws IOException {
        // Given
        Files.write(folder.resolve("tip.zip"), open(131_072).readAllBytes());

        // When
        String said = Command.orSkip(List.of(command.split(" "))).in(folder).succeed();

        // Then
        assertThat(said).containsAnyOf("No errors detected", "Done testing");
    }

    private static InputStream open(int size) throws IOException {
        return AgeDecryptor.open(Files.newInputStream(sealed(size)), List.of(QUEUE));
    }

    private static Path sealed(int size) {
        return folder.resolve(size + ".age");
    }

    private static byte[] file(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }
}

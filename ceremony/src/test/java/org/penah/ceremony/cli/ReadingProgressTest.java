package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.sealing.age.HybridIdentity;

class ReadingProgressTest {

    @Test
    void saysEachPercentOnceAndTakesItsLineAway() throws IOException {
        // Given
        var screen = new ByteArrayOutputStream();

        // When
        try (var reading = new ReadingProgress(
                new ByteArrayInputStream(new byte[400]), 400, new PrintStream(screen, true, StandardCharsets.UTF_8))) {
            reading.read();
            reading.readNBytes(199);
            reading.readAllBytes();
        }

        // Then
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("\r0 %\r50 %\r100 %\r     \r");
    }

    @ParameterizedTest
    @CsvSource({"16800000,yes,true", "16800000,'',false", "1000,yes,false"})
    void aLargeFileHasProgressOnATerminal(int size, String terminal, boolean shown, @TempDir Path folder)
            throws IOException {
        // Given
        Path file = Files.write(folder.resolve("plain"), new byte[size]);
        String recipient = HybridIdentity.generate().recipient().toString();
        Cli cli = Cli.with(Map.of("PENAH_PROGRESS", terminal));

        // When
        int code = cli.run(
                "age",
                "encrypt",
                "-r",
                recipient,
                "-o",
                folder.resolve("sealed").toString(),
                file.toString());

        // Then
        assertThat(code).isZero();
        assertThat(cli.err().contains("\r50 %")).isEqualTo(shown);
    }
}

package org.penah.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of each processor on which a JVM of ours may run; those of another than this machine's are not run here. */
@EnabledOnOs(OS.LINUX)
class BinariesTest {

    /** Where an ELF file names its processor. */
    private static final int MACHINE = 18;

    @ParameterizedTest
    @CsvSource({"amd64, 62", "aarch64, 183"})
    void there_are_programs_for_each_processor(String architecture, int machine, @TempDir Path folder)
            throws IOException {
        // When
        Binaries.unpackTo(folder.resolve("postgres"), architecture);

        // Then
        byte[] program = Files.readAllBytes(folder.resolve("postgres/bin/postgres"));
        assertThat(program[MACHINE] & 0xff).isEqualTo(machine);
    }
}

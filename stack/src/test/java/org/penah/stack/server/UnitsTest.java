package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** What systemd is told, on a machine that is a folder; systemd itself reads it where it is installed. */
class UnitsTest {

    @TempDir
    Path folder;

    private FakePrograms programs;
    private Units units;

    @BeforeEach
    void a_machine() throws IOException {
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("systemctl", "echo \"$*\" >> '%s/asked'".formatted(folder));
        units = new Units(folder.resolve("machine"), Path.of("/opt/penah/current"), programs.first());
    }

    @Test
    void systemd_starts_them_and_accepts_them() throws Exception {
        // When
        units.write();
        units.write();

        // Then
        assertThat(folder.resolve("asked")).content().isEqualTo("""
                        daemon-reload
                        enable --now penah-neighbours.service penah-doctor.timer penah-backup.timer
                        restart penah-neighbours.service
                        """.repeat(2));
        Path written = folder.resolve("machine/etc/systemd/system");
        assertThat(written.resolve("penah-backup.service")).content().contains("WorkingDirectory=/opt/penah/current\n");
        assertThat(folder.resolve("machine/usr/local/sbin/penah-neighbours")).isExecutable();
    }

    @Test
    void systemd_understands_them() throws Exception {
        // Given
        units.write();

        // When
        List<String> verify = new ArrayList<>(List.of("systemd-analyze", "verify", "--recursive-errors=no"));
        try (Stream<Path> written = Files.list(folder.resolve("machine/etc/systemd/system"))) {
            written.map(Path::toString).forEach(verify::add);
        }
        String said = Command.orSkip(verify).run().text();

        // Then
        assertThat(verify).hasSize(8);
        assertThat(said.lines().filter(line -> !line.contains("penah-neighbours is not executable")))
                .as("its place is on a server")
                .isEmpty();
    }

    @Test
    void what_systemd_refuses_is_said() {
        assertThatThrownBy(() -> {
                    programs.place("systemctl", "exit 1");
                    units.write();
                })
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("systemctl daemon-reload failed");
    }

    @Test
    void a_container_without_systemd_is_left_alone() throws Exception {
        assertThat(units.isPossible()).isFalse();
        Files.createDirectories(folder.resolve("machine/run/systemd/system"));
        assertThat(units.isPossible()).isTrue();
    }
}

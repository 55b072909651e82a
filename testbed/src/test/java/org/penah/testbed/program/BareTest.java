package org.penah.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/bare}, with a list that names one program, {@code ghost}. */
class BareTest {

    private static final String NAMESPACE = "unshare --mount true || unshare --user --map-root-user --mount true";

    private final Path folder;

    BareTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void place() throws IOException {
        if (Command.of("sh", "-c", NAMESPACE).run().exit() != 0) {
            Programs.skip("this machine gives no mount namespace");
        }
        Files.copy(Path.of("../.ci/bare"), folder.resolve("bare"));
        Files.writeString(folder.resolve("programs"), "sh dash build\nghost ghost needed\n");
        place("ghost", "echo boo");
    }

    @Test
    void a_program_of_the_list_is_absent_for_the_command_alone() {
        // When
        Command.Ended ended = bare("command -v ghost; test -e bin/ghost; echo $?; command -v sh; exit 7");

        // Then
        assertThat(ended.text()).matches("1\n/.*/sh\n");
        assertThat(ended.exit()).isEqualTo(7);
        assertThat(folder.resolve("bin/ghost")).exists();
    }

    @Test
    void nothing_is_run_where_a_program_is_still_there() throws IOException {
        // Given
        // As where the kernel refuses to lay one file system over another.
        place("mount", "exit 32");

        // When
        Command.Ended ended = bare("echo it ran");

        // Then
        assertThat(ended.exit()).isEqualTo(125);
        assertThat(ended.text())
                .contains("these are still there: " + folder.resolve("bin/ghost"))
                .doesNotContain("it ran");
    }

    private Command.Ended bare(String command) {
        return Command.of(List.of(folder.resolve("bare").toString(), "sh", "-c", command))
                .in(folder)
                .with("PATH", folder + "/bin:" + System.getenv("PATH"))
                .run();
    }

    private void place(String name, String script) throws IOException {
        Path program = folder.resolve("bin").resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}

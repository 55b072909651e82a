package org.penah.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class CommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"age", "openssl", "a-program-of-no-machine", "/usr/bin/python3"})
    void a_program_that_may_be_missing_is_not_run_unasked(String program) {
        assertThatThrownBy(() -> Command.of(program))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Command.orSkip");
    }

    @Test
    void only_a_program_of_the_list_can_be_asked_for() {
        assertThatThrownBy(() -> Command.orSkip("a-program-of-no-machine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Programs.OPTIONAL");
    }

    @Test
    void where_something_is_missing_the_test_is_skipped() {
        assertThatThrownBy(() -> Programs.orSkip(Programs.find("a-program-of-no-machine"), "such program"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no such program is installed");
    }

    @Test
    void what_a_program_prints_is_one_text() {
        assertThat(Command.of("sh", "-c", "echo one; echo two >&2").succeed()).isEqualTo("one\ntwo\n");
    }

    @Test
    void both_outputs_can_go_to_files_of_their_own() {
        Command.of("sh", "-c", "echo one; echo two >&2")
                .output(folder.resolve("output"))
                .errors(folder.resolve("errors"))
                .succeed();
        assertThat(folder.resolve("output")).content().isEqualTo("one\n");
        assertThat(folder.resolve("errors")).content().isEqualTo("two\n");
    }

    @Test
    void a_program_reads_the_file_that_it_is_given_and_else_nothing() throws Exception {
        Path typed = Files.writeString(folder.resolve("typed"), "a line");
        assertThat(Command.of("sh", "-c", "cat").input(typed).succeed()).isEqualTo("a line");
        assertThat(Command.of("sh", "-c", "cat").succeed()).isEmpty();
    }

    @Test
    void a_program_that_fails_fails_the_test_with_what_it_said() {
        assertThatThrownBy(() -> Command.of("sh", "-c", "echo why; exit 3").succeed())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exited with 3")
                .hasMessageContaining("why");
    }

    @Test
    void a_program_that_does_not_end_is_ended_with_its_children() {
        assertThatThrownBy(() -> Command.of("sh", "-c", "echo begun; tail -f /dev/null; true")
                        .within(Duration.ofMillis(200))
                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end");
    }
}

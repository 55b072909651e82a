package org.penah.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what {@code .ci/run} prints of the log of a part that failed. */
class RunTest {

    private static final String FAILED =
            "[ERROR] Failed to execute goal exec (console-check) on project triage-service:"
                    + " Command execution failed. Process exited with an error: 1 (Exit value: 1)";

    private final Path log;

    RunTest(@TempDir Path folder) {
        this.log = folder.resolve("verify-bare.log");
    }

    /** Each as the program writes it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " FAIL  src/list/odd.test.ts > counts",
                "AssertionError: expected [ 1, 2 ] to deeply equal [ 1, 3 ]",
                "Error: Test timed out in 200ms.",
                "⎯⎯⎯⎯ Unhandled Rejection ⎯⎯⎯⎯⎯",
                "⎯⎯⎯⎯⎯ Uncaught Exception ⎯⎯⎯⎯⎯",
                "TypeError: Cannot read properties of undefined (reading 'odd')",
                " ❯ Timeout._onTimeout src/list/odd.test.ts:10:22",
                "Error: [vitest-pool]: Worker forks emitted error.",
                "Caused by: Error: Worker exited unexpectedly",
                "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory",
                "Killed",
                "No test files found, exiting with code 1",
                "/tmp/a clone/triage-service/src/main/webui/src/list/Odd.svelte:2:7",
                "Error: Type 'string' is not assignable to type 'number'. (ts)",
                "Warn: `<img>` element should have an alt attribute",
                "  2:12  error  Unexpected any. Specify a different type  @typescript-eslint/no-explicit-any",
                "[\u001b[33mwarn\u001b[39m] src/list/TipList.svelte",
                "[\u001b[31merror\u001b[39m] src/list/odd.ts: SyntaxError: ';' expected. (1:9)",
                "YamlParseError: unexpected end of the stream within a flow collection",
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find module 'odd'",
                "npm error Missing script: \"odd\"",
            })
    void the_programs_own_words_of_an_error_are_printed_last(String words) throws IOException {
        // When
        String why = why("> penah-console@0.1.0 check", words, "2026-12-02 INFO  [org.penah.Other] another module");

        // Then
        assertThat(why).isEqualTo(FAILED + "\n" + words.replaceAll("\u001b\\[[0-9;]*m", "") + "\n");
    }

    @Test
    void a_program_that_fails_in_other_words_is_printed_to_its_end() throws IOException {
        // When
        String why = why("It is out of luck.", "[INFO] another module");

        // Then
        assertThat(why).isEqualTo(FAILED + "\nIt is out of luck.\n");
    }

    /** A test can print a zero byte, after which grep takes a log for no text. */
    @Test
    void a_log_is_text_whatever_a_test_printed() throws IOException {
        // When
        String why = why("\0", "[warn] src/list/TipList.svelte");

        // Then
        assertThat(why).endsWith("\n[warn] src/list/TipList.svelte\n");
    }

    private String why(String... lines) throws IOException {
        Files.writeString(
                log,
                String.join("\n", lines) + "\n[ERROR] Command execution failed.\n"
                        + "org.apache.commons.exec.ExecuteException: Process exited with an error: 1\n[INFO] BUILD FAILURE\n"
                        + FAILED + "\n[ERROR] \n[ERROR] [Help 1] http://cwiki.apache.org/\n");
        return Command.of(
                        "bash",
                        "-c",
                        "set -euo pipefail; eval \"$(sed -n '/^why()/,/^}/p' ../.ci/run)\"; why \"$0\"",
                        log.toString())
                .succeed();
    }
}

package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.state.Port;
import picocli.CommandLine;

/** What the demo says and does once its story is over; of the stack nothing is started. */
class DemoCommandTest {

    private static final DemoCommand.Story NOTHING = (stack, steps, canary, search) -> {};

    @TempDir
    Path folder;

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(console);
    }

    @Test
    void once_it_ends_with_0_if_every_check_passed() {
        // When
        int exit = demo(NOTHING, "--once");

        // Then
        assertThat(exit).isZero();
        assertThat(said()).contains("Every check passed.");
    }

    @Test
    void once_it_ends_with_1_if_a_check_failed() {
        // When
        int exit = demo(
                (stack, steps, canary, search) ->
                        Files.writeString(stack.state().root().resolve("leak"), canary.word()),
                "--once");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(said()).doesNotContain("Every check passed.");
    }

    @Test
    void it_prints_where_to_click_and_who_signs_in_and_goes_on_running() throws InterruptedException {
        // Given
        AtomicReference<Stack> started = new AtomicReference<>();
        Thread demo = new Thread(() -> demo((stack, steps, canary, search) -> started.set(stack)));

        // When
        demo.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> said().contains("health, metrics"));

        // Then
        assertThat(said())
                .contains(started.get().ports().url(Port.INTAKE) + "/en/tip")
                .contains(started.get().ports().url(Port.TRIAGE))
                .contains("aysel")
                .contains(started.get().keys().passphrase("aysel"));
        assertThat(demo.getState()).isEqualTo(Thread.State.WAITING);
        demo.interrupt();
        demo.join();
    }

    private int demo(DemoCommand.Story story, String... more) {
        return new CommandLine(new DemoCommand(story))
                .setExecutionExceptionHandler((failure, line, parsed) -> CommandLine.ExitCode.SOFTWARE)
                .execute(Stream.concat(
                                Stream.of(more),
                                Stream.of(
                                        "--free-ports",
                                        "--state=" + folder.resolve("state"),
                                        "--without=postgres,broker,keycloak,intake,triage,notify,partner,null-partner,canary"))
                        .toArray(String[]::new));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}

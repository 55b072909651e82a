package org.penah.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;
import org.penah.stack.state.State;
import org.penah.testbed.program.Command;

/** With shell scripts for programs, which start at once. */
class SupervisorTest {

    private static final String UNTIL_TOLD = "exec tail -f /dev/null";

    @TempDir
    Path folder;

    private final List<String> steps = new CopyOnWriteArrayList<>();
    private State state;
    private Supervisor supervisor;

    @BeforeEach
    void open() {
        state = State.open(folder);
        supervisor = newSupervisor();
    }

    @AfterEach
    void close() {
        supervisor.close();
        state.close();
    }

    @Test
    void startsAProgramOnlyWhenWhatItNeedsIsReady() {
        // Given
        Program database = program("database", Set.of(), "echo > ready; " + UNTIL_TOLD, () -> exists("ready"));
        Program service = program(
                "service", Set.of("database"), "test -e ready && echo > served; " + UNTIL_TOLD, () -> exists("served"));

        // When
        supervisor.start(List.of(database, service));

        // Then
        assertThat(exists("served")).isTrue();
    }

    @Test
    void stopsWhatOthersNeedLast() {
        // Given
        supervisor.start(List.of(
                program("database", Set.of(), UNTIL_TOLD, () -> true),
                program("service", Set.of("database"), UNTIL_TOLD, () -> true)));
        steps.clear();

        // When
        supervisor.close();

        // Then
        assertThat(steps).containsExactly("service stopped", "database stopped");
    }

    @Test
    void leavesNothingRunningWhenOneFailsToStart() throws IOException {
        // Given
        Program good = program("good", Set.of(), "echo $$ > good.pid; " + UNTIL_TOLD, () -> exists("good.pid"));
        Program bad = program("bad", Set.of("good"), "echo no such key; exit 3", () -> false);

        // When
        assertThatThrownBy(() -> supervisor.start(List.of(good, bad)))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("bad ended with exit code 3 before it was ready.")
                .hasMessageContaining("no such key");

        // Then
        assertThat(ProcessHandle.of(number("good.pid"))).isEmpty();
    }

    @Test
    void saysWhichProgramDied() throws Exception {
        // Given
        supervisor.start(
                List.of(program("notify", Set.of(), "read line < fifo; echo out of memory; exit 9", () -> true)));

        // When
        Files.writeString(folder.resolve("fifo"), "die\n");

        // Then
        assertThat(supervisor.awaitDeath())
                .startsWith("notify ended with exit code 9")
                .contains("out of memory");
    }

    @Test
    void endsWhatAKilledSupervisorLeft() throws IOException {
        // Given
        supervisor.start(
                List.of(program("orphan", Set.of(), "echo $$ > pid; tail -f /dev/null & wait", () -> exists("pid"))));
        Supervisor next = newSupervisor();

        // When
        next.endLeftovers();

        // Then
        assertThat(ProcessHandle.of(number("pid"))).isEmpty();
    }

    @Test
    void sparesAStrangerWhoHasTheNumberOfOneOfOurs() throws IOException {
        // Given
        Process stranger = Command.of("tail", "-f", "/dev/null").start();
        long anHourAgo = System.currentTimeMillis() - 3_600_000;
        Files.writeString(state.folder("run").resolve("intake"), stranger.pid() + " " + anHourAgo);

        // When
        supervisor.endLeftovers();

        // Then
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void startsAKilledProgramAgain() {
        // Given
        Program intake = program("intake", Set.of(), "echo run >> runs; " + UNTIL_TOLD, () -> exists("runs"));
        supervisor.start(List.of(intake));

        // When
        supervisor.kill("intake");
        supervisor.startAgain(intake);

        // Then
        await().untilAsserted(() -> assertThat(folder.resolve("runs")).hasContent("run\nrun"));
    }

    private Supervisor newSupervisor() {
        return new Supervisor(state, new Progress() {
            @Override
            public void step(String sentence) {
                steps.add(sentence);
            }

            @Override
            public void line(String program, String line) {}
        });
    }

    private Program program(String name, Set<String> needs, String script, Program.Ready ready) {
        Program.Start start = () -> {
            if (script.contains("fifo")) {
                Command.of("sh", "-c", "mkfifo fifo").in(folder).run();
            }
            return Command.of("sh", "-c", script).in(folder).builder();
        };
        return new Program(name, List.of(), "nowhere", needs, start, ready, Program.StopSignal.TERM);
    }

    private boolean exists(String file) {
        return Files.exists(folder.resolve(file));
    }

    private long number(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).trim());
    }
}

package org.penah.notify;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.penah.testbed.program.Command;

/** The built service as a separate process; what it says is in {@code target/NAME.log}. */
final class NotifyProcess implements AutoCloseable {

    private final Path log;
    private final Process process;

    /** Starts it with these settings and flags of the virtual machine; waits until it listens. */
    NotifyProcess(String name, Map<String, String> settings, String... flags) {
        log = Path.of("target", name + ".log");
        List<String> command = new ArrayList<>(List.of(flags));
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        process = Command.ofJdk("java", command).output(log).start();
        await().atMost(Duration.ofMinutes(2)).until(() -> says("Listening on"));
    }

    Process process() {
        return process;
    }

    boolean says(String line) throws IOException {
        return Files.readString(log).contains(line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

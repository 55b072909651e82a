package org.penah.partner;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Makes each sync of this process take long. */
final class SlowDisk implements AutoCloseable {

    private final Process slowing;

    private SlowDisk(Process slowing) {
        this.slowing = slowing;
    }

    static SlowDisk begin(Duration each, Path folder) {
        Path said = folder.resolve("strace");
        String calls = "fsync,fdatasync";
        Process tracing = Command.orSkip(
                        "strace",
                        "-f",
                        "-p",
                        String.valueOf(ProcessHandle.current().pid()),
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ":delay_exit=" + each.toMillis() * 1000,
                        "-o",
                        "/dev/null")
                .errors(said)
                .start();
        await().until(() -> !tracing.isAlive() || Files.readString(said).contains("attached"));
        if (!tracing.isAlive()) {
            Programs.skip("strace may not trace here");
        }
        return new SlowDisk(tracing);
    }

    @Override
    public void close() {
        slowing.destroy();
        slowing.onExit().join();
    }
}

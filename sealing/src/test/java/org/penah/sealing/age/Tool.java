package org.penah.sealing.age;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another implementation of age on files in a folder of the test's. */
final class Tool {

    private Tool() {}

    /** Answers the exit code; standard output lands in {@code out}. */
    static int run(Path in, Path out, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " did not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs the command on a terminal of its own and types the lines there, as a passphrase is typed. */
    static int runTyping(Path folder, String typed, String command) throws IOException {
        Path keys = Files.writeString(folder.resolve("typed"), typed, StandardCharsets.UTF_8);
        return run(keys, folder.resolve("screen"), List.of("script", "-qec", command, "/dev/null"));
    }
}

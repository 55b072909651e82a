package org.penah.stack.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks programs of this machine, each for a bounded time.
 *
 * @param path their folders, as in the variable PATH
 */
public record OtherPrograms(String path) {

    /** Where some systems put what they think only an administrator starts. */
    private static final String BESIDE_PATH = ":/usr/sbin:/usr/local/sbin";

    public static OtherPrograms ofThisShell() {
        return new OtherPrograms(System.getenv().getOrDefault("PATH", "") + BESIDE_PATH);
    }

    /**
     * Where a program lies.
     *
     * @param name of the program, or its place
     */
    public Optional<Path> find(String name) {
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a program whose output the caller reads; its errors go where this program's go.
     *
     * @throws IOException if it is missing
     */
    public Process start(List<String> command) throws IOException {
        return builder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Writes what a program reads. */
    @FunctionalInterface
    public interface Input {

        Input NONE = to -> {};

        void to(OutputStream program) throws IOException;

        static Input of(String text) {
            return to -> to.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Runs a program to its end; its errors go where this program's go.
     *
     * @return its exit code
     * @throws IOException if it is missing, or its input cannot be written to the end
     */
    public int run(List<String> command, Input input) throws IOException {
        Process process = builder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            OutputStream to = process.getOutputStream();
            input.to(to);
            // Not closed if that failed: a program must not take half of its input for all.
            to.close();
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder(List<String> command) throws IOException {
        Path program = find(command.get(0)).orElseThrow(() -> new IOException("there is no program " + command.get(0)));
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(command.subList(1, command.size()));
        builder.environment().put("PATH", path);
        return builder;
    }

    /** Its output; empty if it is missing, fails or takes too long. */
    public Optional<String> ask(Duration patience, String name, String... arguments) throws IOException {
        Optional<Path> program = find(name);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        ProcessBuilder builder = new ProcessBuilder(program.get().toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PATH", path);
        Process process;
        try {
            process = builder.redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notForThisMachine) {
            return Optional.empty();
        }
        try {
            String said = said(process).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            boolean fine = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
            return fine ? Optional.of(said) : Optional.empty();
        } catch (TimeoutException | ExecutionException silent) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> said(Process process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                reading -> new Thread(reading, "reads what it says").start());
    }
}

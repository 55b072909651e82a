package org.penah.testbed.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that a test runs.
 *
 * <p>Its standard output and standard error are one text, unless {@link #output} or {@link #errors} names a file. A
 * program that is not everywhere can be run only by {@link #orSkip}, so that no test forgets to ask for it.
 */
public final class Command {

    /** On each machine that can build Penah. */
    private static final Set<String> EVERYWHERE = Set.of(
            "bash",
            "chmod",
            "git",
            "mount",
            "mvn",
            "node",
            "npm",
            "script",
            "sh",
            "sha256sum",
            "tail",
            "tar",
            "umount");

    private final ProcessBuilder builder;
    private Duration limit = Duration.ofMinutes(2);
    private boolean isOneText = true;
    private boolean isKept = true;

    private Command(ProcessBuilder builder) {
        this.builder = builder;
    }

    /**
     * A program that every machine has, or one by its path.
     *
     * @throws IllegalArgumentException if it may be missing: {@link #orSkip} asks first
     */
    public static Command of(String program, String... arguments) {
        return of(words(program, arguments));
    }

    /** The same, with the program as the first word. */
    public static Command of(List<String> words) {
        String program = words.get(0);
        boolean isPath = Path.of(program).getParent() != null;
        String name = Path.of(program).getFileName().toString();
        if (Programs.OPTIONAL.contains(name) || (!isPath && !EVERYWHERE.contains(name))) {
            throw new IllegalArgumentException(name + " may be missing on a machine: use Command.orSkip");
        }
        return new Command(new ProcessBuilder(new ArrayList<>(words)));
    }

    /** A program that may be missing; skips the test, and says so, where it is. */
    public static Command orSkip(String program, String... arguments) {
        return orSkip(words(program, arguments));
    }

    /** The same, with the program as the first word. */
    public static Command orSkip(List<String> words) {
        Programs.orSkip(words.get(0));
        List<String> found = new ArrayList<>(words);
        found.set(0, Programs.find(words.get(0)).orElseThrow().toString());
        return new Command(new ProcessBuilder(found));
    }

    /** A program of the JDK that runs this test, such as {@code java} or {@code keytool}. */
    public static Command ofJdk(String program, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
        words.addAll(arguments);
        return new Command(new ProcessBuilder(new ArrayList<>(words)));
    }

    private static List<String> words(String program, String... arguments) {
        return Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    }

    /** A program that the code under test has prepared. */
    public static Command prepared(ProcessBuilder builder) {
        return new Command(builder);
    }

    /** The same, run by another program that may be missing, such as {@code strace}; skips the test where it is. */
    public Command behind(List<String> wrapper) {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(builder.command());
        return orSkip(words);
    }

    public Command in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    public Command with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    public Command with(Map<String, String> variables) {
        builder.environment().putAll(variables);
        return this;
    }

    /** Reads standard input from a file; without it there is nothing to read. */
    public Command input(Path file) {
        builder.redirectInput(file.toFile());
        return this;
    }

    /** Writes what it prints to a file instead of keeping it. */
    public Command output(Path file) {
        builder.redirectOutput(file.toFile());
        isKept = false;
        return this;
    }

    /** Writes standard error to a separate file. */
    public Command errors(Path file) {
        builder.redirectError(file.toFile());
        isOneText = false;
        return this;
    }

    /** Prints standard error with what the test prints. */
    public Command showErrors() {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        isOneText = false;
        return this;
    }

    /** Ends it, and fails the test, after this time instead of two minutes. */
    public Command within(Duration longest) {
        limit = longest;
        return this;
    }

    /** For what starts programs itself. */
    public ProcessBuilder builder() {
        return builder.redirectErrorStream(isOneText);
    }

    /** Starts it; the test ends it. */
    public Process start() {
        try {
            return builder().start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** Runs it to its end. */
    public Ended run() {
        Process process = start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> read(process), Command::thread);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                // By its handle: the process itself would close what is still to be read.
                process.toHandle().destroyForcibly();
                throw new AssertionError(
                        "%s did not end within %s:%n%s".formatted(builder.command(), limit, printed.join()));
            }
            return new Ended(builder.command(), process.exitValue(), printed.join());
        } catch (IOException hungUp) {
            throw new UncheckedIOException(hungUp);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs it and returns what it printed; the test fails unless it exits with 0. */
    public String succeed() {
        return run().printed();
    }

    private String read(Process process) {
        try {
            return isKept ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) : "";
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static void thread(Runnable reading) {
        Thread thread = new Thread(reading, "reads what a program prints");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A program that has ended.
     *
     * @param text its output, with any exit code
     */
    public record Ended(List<String> command, int exit, String text) {

        /** What it printed; the test fails unless it exited with 0. */
        public String printed() {
            if (exit != 0) {
                // What it said last stands first: of a long message, CI prints the beginning.
                String last = text.strip().lines().reduce("", (earlier, line) -> line);
                throw new AssertionError("exited with %d: %s%n%s:%n%s".formatted(exit, last, command, text));
            }
            return text;
        }
    }
}

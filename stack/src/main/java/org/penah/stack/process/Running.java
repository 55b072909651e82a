package org.penah.stack.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A started program: its process, its note on disk, and the pump that carries what it writes into its log. */
final class Running {

    /** How many last lines are repeated when it dies. */
    private static final int REMEMBERED_LINES = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Program program;
    private final Process process;
    private final PidFile note;
    private final Thread pump;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private Running(Program program, Process process, PidFile note, Path log, Progress progress) {
        this.program = program;
        this.process = process;
        this.note = note;
        this.pump = new Thread(() -> pump(log, progress), "log of " + program.name());
        pump.setDaemon(true);
        pump.start();
    }

    static Running start(Program program, ProcessBuilder builder, Path notes, Path logs, Progress progress)
            throws IOException {
        builder.redirectErrorStream(true);
        if (OWN_SESSION) {
            builder.command().add(0, "setsid");
        }
        Process process = builder.start();
        process.getOutputStream().close();
        PidFile note = new PidFile(notes.resolve(program.name()));
        note.write(process.toHandle());
        return new Running(program, process, note, logs.resolve(program.name() + ".log"), progress);
    }

    /**
     * In a separate session, a program does not get the terminal's Ctrl-C, which would end all of them at once and in
     * no order. Where there is no {@code setsid} (macOS) they still end, only less tidily.
     */
    private static final boolean OWN_SESSION = Files.isExecutable(Path.of("/usr/bin/setsid"));

    private void pump(Path log, Progress progress) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer file = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line + System.lineSeparator());
                file.flush();
                remember(line);
                progress.line(program.name(), line);
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                // A full disk must not fill the pipe, or the program would hang in the middle of a word.
                progress.step("the log of " + program.name() + " cannot be written: " + e.getMessage());
                process.destroy();
            }
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > REMEMBERED_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    /** What it wrote last; after its end, the whole of the end. */
    List<String> lastLines() throws InterruptedException {
        if (!process.isAlive()) {
            pump.join(1000);
        }
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    Program program() {
        return program;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    void stop() throws InterruptedException {
        try {
            new ProcessTree(process.toHandle()).stop(program.stop(), PATIENCE);
            pump.join(1000);
            note.remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() throws InterruptedException {
        new ProcessTree(process.toHandle()).kill();
        pump.join(1000);
    }
}

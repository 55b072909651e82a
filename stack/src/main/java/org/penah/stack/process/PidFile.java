package org.penah.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A note on disk of a process that we started: its number and when it began.
 *
 * <p>Numbers are used again by the system; the time tells ours from a stranger's, which must not be harmed.
 */
public final class PidFile {

    /** The start time is counted from the machine's boot time, which moves a little when the clock is set. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    public static List<PidFile> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(PidFile::new).toList();
        }
    }

    public String program() {
        return file.getFileName().toString();
    }

    void write(ProcessHandle process) throws IOException {
        Instant started = process.info().startInstant().orElse(Instant.now());
        Files.writeString(file, process.pid() + " " + started.toEpochMilli());
    }

    /** The process of this note if it still runs. */
    public Optional<ProcessHandle> running() throws IOException {
        String[] words = Files.readString(file).trim().split(" ", -1);
        if (words.length != 2) {
            return Optional.empty(); // we were killed while writing it
        }
        Instant noted = Instant.ofEpochMilli(Long.parseLong(words[1]));
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(started -> Duration.between(noted, started).abs().compareTo(CLOCK_SLACK) <= 0)
                        .orElse(false));
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}

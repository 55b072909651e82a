package org.penah.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.penah.stack.StackFailure;
import org.penah.stack.state.State;

/**
 * Keeps a table of programs running.
 *
 * <p>{@link #start} returns when all are ready. {@link #close} stops each one only after those that need it. If one
 * ends that nobody told to, {@link #awaitDeath} returns with the sentence that says so.
 */
public final class Supervisor implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(100);

    private final State state;
    private final Path notes;
    private final Path logs;
    private final Progress progress;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<String> death = new CompletableFuture<>();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private volatile boolean stopping;

    public Supervisor(State state, Progress progress) {
        this.state = state;
        this.notes = state.folder("run");
        this.logs = state.folder("logs");
        this.progress = progress;
    }

    /** Ends what a supervisor that was itself killed has left running in this state folder. */
    public void endLeftovers() {
        try {
            List<ProcessTree> leftovers = new ArrayList<>();
            for (PidFile note : PidFile.in(notes)) {
                note.running().ifPresent(process -> {
                    progress.step("stopping " + note.program() + ", which an earlier run left behind");
                    leftovers.add(new ProcessTree(process));
                    // All at once: PostgreSQL waits for the services to go.
                    process.destroy();
                });
            }
            for (ProcessTree leftover : leftovers) {
                leftover.stop(Program.StopSignal.TERM, Duration.ofSeconds(10));
            }
            for (PidFile note : PidFile.in(notes)) {
                note.remove();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * Starts every program as soon as those that it needs are ready; a program stands after them in the list.
     *
     * @throws StackFailure when one does not become ready; what was started is then stopped again
     */
    public void start(List<Program> programs) {
        emptyLogs();
        Map<String, CompletableFuture<Void>> ready = new HashMap<>();
        for (Program program : programs) {
            CompletableFuture<?>[] needs = program.needs().stream()
                    .map(ready::get)
                    .filter(need -> need != null)
                    .toArray(CompletableFuture<?>[]::new);
            ready.put(
                    program.name(),
                    CompletableFuture.allOf(needs)
                            .thenRunAsync(() -> start(program), threads)
                            .whenComplete((done, failure) -> firstFailure.compareAndSet(null, failure)));
        }
        try {
            CompletableFuture.allOf(ready.values().toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CompletionException e) {
            close();
            Throwable first = firstFailure.get();
            if (first != null && first.getCause() instanceof StackFailure failure) {
                throw failure;
            }
            throw first instanceof CompletionException cause ? cause : e;
        }
    }

    private void emptyLogs() {
        // Made again, because a fresh start has removed it.
        try (var files = Files.list(state.folder("logs"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(Program program) {
        Instant begin = Instant.now();
        try {
            ProcessBuilder prepared = program.start().prepare();
            Running started = launch(program, prepared);
            awaitReady(started, begin.plus(START_LIMIT));
            watch(started);
        } catch (IOException e) {
            throw new StackFailure(program.name() + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        progress.step("%-9s ready at %s (%.1f s)"
                .formatted(
                        program.name(),
                        program.address(),
                        Duration.between(begin, Instant.now()).toMillis() / 1000.0));
    }

    /** Under the same lock as the beginning of {@link #close}, or a program could slip in behind it. */
    private synchronized Running launch(Program program, ProcessBuilder prepared) throws IOException {
        if (isGivenUp()) {
            throw new StackFailure("The start was given up.");
        }
        Running started = Running.start(program, prepared, notes, logs, progress);
        running.put(program.name(), started);
        return started;
    }

    private boolean isGivenUp() {
        return stopping || firstFailure.get() != null;
    }

    private void awaitReady(Running started, Instant limit) throws InterruptedException {
        while (!isReady(started.program())) {
            if (isGivenUp()) {
                throw new StackFailure("The start was given up.");
            }
            if (!started.isAlive()) {
                throw new StackFailure(endOf(started) + " before it was ready." + lastWords(started));
            }
            if (Instant.now().isAfter(limit)) {
                throw new StackFailure("%s was not ready after %d minutes."
                                .formatted(started.program().name(), START_LIMIT.toMinutes())
                        + lastWords(started));
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    private static boolean isReady(Program program) {
        try {
            return program.ready().now();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void watch(Running started) {
        threads.execute(() -> {
            try {
                started.awaitExit();
                if (!stopping && running.get(started.program().name()) == started) {
                    death.complete(endOf(started) + "." + lastWords(started));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String endOf(Running ended) {
        return "%s ended with exit code %d".formatted(ended.program().name(), ended.exitCode());
    }

    private String lastWords(Running ended) throws InterruptedException {
        String name = ended.program().name();
        return " Its last lines (all of them are in %s):%n%s"
                .formatted(
                        logs.resolve(name + ".log"),
                        String.join(System.lineSeparator(), ended.lastLines()).indent(4));
    }

    /** Waits until a program ends on its own; returns what to report about it. */
    public String awaitDeath() throws InterruptedException {
        try {
            return death.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills one with all its children, none of which hears of it, and does not count it as a death. */
    public void kill(String name) {
        try {
            take(name).kill();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Starts one again that was killed; returns when it is ready. */
    public void startAgain(Program program) {
        start(program);
    }

    private Running take(String name) {
        @Nullable Running taken = running.remove(name);
        if (taken == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return taken;
    }

    /** Stops everything, those that others need last. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        // A second caller, such as Ctrl-C during a failed start, waits here until the first one is done.
        synchronized (running) {
            stopAll();
        }
    }

    private void stopAll() {
        Map<String, CompletableFuture<Void>> stopped = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> ends = List.copyOf(running.keySet()).stream()
                .map(name -> stop(name, stopped))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Void> stop(String name, Map<String, CompletableFuture<Void>> stopped) {
        CompletableFuture<Void> known = stopped.get(name);
        if (known != null) {
            return known;
        }
        CompletableFuture<?>[] dependents = running.values().stream()
                .filter(other -> other.program().needs().contains(name))
                .map(other -> stop(other.program().name(), stopped))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> end = CompletableFuture.allOf(dependents).thenRunAsync(() -> stop(name), threads);
        stopped.put(name, end);
        return end;
    }

    /** Stops one, with time to end what it is at; nothing happens if it does not run. */
    public void stop(String name) {
        @Nullable Running last = running.remove(name);
        if (last == null) {
            return;
        }
        try {
            last.stop();
            progress.step(name + " stopped");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static StackFailure interrupted() {
        Thread.currentThread().interrupt();
        return new StackFailure("interrupted");
    }
}

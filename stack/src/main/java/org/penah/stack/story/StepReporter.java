package org.penah.stack.story;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.penah.stack.canary.CanarySearch;

/** Tells a story step by step: what happened, how long it took, and how it was checked. */
public final class StepReporter {

    /** Does a step and says how it was checked. */
    @FunctionalInterface
    public interface Step {
        String check() throws Exception;
    }

    /** Looks once; throws if it is not so yet. */
    @FunctionalInterface
    public interface Attempt<T> {
        T look() throws Exception;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final PrintStream out;
    private final List<String> notShown = new ArrayList<>();
    private int number;

    public StepReporter(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints the step when it is done.
     *
     * @return its number
     * @throws FailedCheck if it did not happen as told
     */
    int step(String what, Step step) {
        number++;
        Instant begin = Instant.now();
        try {
            String how = step.check();
            out.printf("%n %2d. %s (%.1f s)%n     checked: %s%n", number, what, seconds(begin), how);
        } catch (Exception e) {
            out.printf("%n %2d. FAILED: %s (%.1f s)%n", number, what, seconds(begin));
            throw new FailedCheck(what + ": " + e.getMessage(), e);
        }
        out.flush();
        return number;
    }

    /** Keeps for the end what this machine could not show, and how to see it. */
    void notShown(String what) {
        notShown.add(what);
    }

    /** Says what this machine could not show; nothing if it showed all. The last lines, because nobody scrolls up. */
    public void sayWhatWasNotShown() {
        notShown.forEach(what -> out.printf("%n%s%n", what));
        out.flush();
    }

    /**
     * Looks for the canary in all files of the state folder, besides what the search has read already.
     *
     * @throws FailedCheck if it is anywhere
     */
    public void search(String what, CanarySearch search, Path state) {
        step(what, () -> {
            search.files(state);
            require(search.findings().isEmpty(), "found in " + search.findings());
            return search.extent() + " read: every table as a dump writes it, PostgreSQL's files, the broker's journal,"
                    + " blobs, logs, temporary files; as UTF-8, UTF-16, hexadecimal and base64";
        });
    }

    /** Looks again and again until it is so. */
    static <T> T eventually(Attempt<T> attempt) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return attempt.look();
            } catch (IllegalStateException | IOException notYet) {
                if (Instant.now().isAfter(end)) {
                    throw notYet;
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** The same for an {@link Attempt} as for a final check: the statement must be true. */
    static void require(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static double seconds(Instant begin) {
        return Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    }
}

package org.penah.partner.attention;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.rounds.RoundMonitor;

/**
 * Makes a person look when nobody does, through every bell that there is: only then, or, on a beat, by what each bell says at the
 * same moments always.
 */
public final class NudgeSender implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Longer than it takes to look into the inbox: on the beat, what lies there must not move the moment. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    /** As long as a first look into an inbox may take. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private final NudgeFile file;
    private final AlertMonitor watch;
    private final Supplier<@Nullable Instant> silentSince;
    private final List<Bell> bells;
    private final PrintStream screen;
    private final NudgePlan plan = new NudgePlan();
    private final List<ScheduledFuture<?>> running;
    private boolean mustLook = true;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** @param silentSince since when Penah is silent or cannot look up alerts; null if neither */
    public NudgeSender(
            NudgeFile file,
            AlertMonitor watch,
            Supplier<@Nullable Instant> silentSince,
            PrintStream screen,
            RoundMonitor rounds) {
        this(file, watch, silentSince, screen, rounds, file.beat(), HOLD);
    }

    /** With another beat, for tests; null sends only when somebody must look. */
    public NudgeSender(
            NudgeFile file,
            AlertMonitor watch,
            Supplier<@Nullable Instant> silentSince,
            PrintStream screen,
            RoundMonitor rounds,
            @Nullable Duration beat,
            Duration hold) {
        this.file = file;
        this.watch = watch;
        this.silentSince = silentSince;
        this.bells = file.bells();
        this.screen = screen;
        Duration interval = beat == null ? LOOK : beat;
        Duration longest = LONGEST_LOOK.plus(longestRing().multipliedBy(bells.size()));
        Supplier<RoundMonitor.Round> expected = () -> rounds.expect(RoundMonitor.Work.NUDGES, interval, longest);
        running = beat == null
                ? List.of(timer.scheduleWithFixedDelay(
                        guarded(this::round, expected.get()), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS))
                // Each at its own time: a sleep after the look is rounded to a millisecond, so how long the look took
                // would show.
                : List.of(
                        timer.scheduleAtFixedRate(
                                guarded(this::look, expected.get()), 0, beat.toMillis(), TimeUnit.MILLISECONDS),
                        timer.scheduleAtFixedRate(
                                guarded(this::beat, expected.get()),
                                hold.toMillis(),
                                beat.toMillis(),
                                TimeUnit.MILLISECONDS));
    }

    /** Rings every bell once, so that somebody can see whether it is heard; false if one failed. */
    public static boolean ringNow(NudgeFile file, PrintStream screen) throws InterruptedException {
        return ring(file.bells(), file.sentence(true), screen, Duration.ZERO);
    }

    private void round() throws IOException, InterruptedException {
        List<Instant> unseen;
        try {
            unseen = unseen();
        } catch (IOException unreadable) {
            if (plan.isDue(watch.now(), null, null, silentSince.get())) {
                ring(bells, file.sentence(true), screen, PAUSE);
            }
            throw unreadable;
        }
        @Nullable Instant newest = unseen.isEmpty() ? null : unseen.get(unseen.size() - 1);
        if (plan.isDue(watch.now(), oldest(unseen), newest, silentSince.get())) {
            ring(bells, file.sentence(true), screen, PAUSE);
        }
    }

    private void look() throws IOException {
        // What cannot be looked up is a reason to look.
        mustLook = true;
        mustLook = NudgePlan.isNeeded(watch.now(), oldest(unseen()), silentSince.get());
    }

    private void beat() throws InterruptedException {
        ring(bells, file.sentence(mustLook), screen, PAUSE);
    }

    private List<Instant> unseen() throws IOException {
        return watch.unseen(watch.alerts()).stream()
                .map(KeptAlert::waitsSince)
                .sorted()
                .toList();
    }

    private static @Nullable Instant oldest(List<Instant> unseen) {
        return unseen.isEmpty() ? null : unseen.get(0);
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static Duration longestRing() {
        return Bell.LONGEST.multipliedBy(TRIES).plus(PAUSE.multipliedBy(TRIES - 1));
    }

    private Runnable guarded(Step step, RoundMonitor.Round round) {
        return () -> {
            try {
                step.run();
                round.ended();
            } catch (IOException unreadable) {
                screen.println("The inbox cannot be read: " + unreadable.getMessage() + ".");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (Throwable fault) {
                // Thrown on, it would end all rounds, and so would an Error: a jar that is replaced while it runs gives
                // some.
                screen.println("NUDGES FAIL: " + fault.getClass().getName() + ".");
            }
        };
    }

    private static boolean ring(List<Bell> bells, String words, PrintStream screen, Duration pause)
            throws InterruptedException {
        boolean all = true;
        for (Bell bell : bells) {
            all &= ring(bell, words, screen, pause);
        }
        return all;
    }

    private static boolean ring(Bell bell, String words, PrintStream screen, Duration pause)
            throws InterruptedException {
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                bell.ring(words);
                return true;
            } catch (InterruptedException stopped) {
                throw stopped;
            } catch (Throwable failed) {
                // After an Error, too, the other bells ring.
                screen.println("NUDGE FAILED (" + tries + " of " + TRIES + "): " + failed.getMessage() + ".");
            }
            if (tries < TRIES) {
                Thread.sleep(pause.toMillis());
            }
        }
        return false;
    }

    @Override
    public void close() {
        running.forEach(one -> one.cancel(true));
        timer.shutdownNow();
    }
}

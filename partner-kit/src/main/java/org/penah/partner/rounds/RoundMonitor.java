package org.penah.partner.rounds;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Notices that work is no longer done which this program does in rounds: its thread has ended, hangs, or fails each time.
 *
 * <p>How long ago a round ended is measured by a clock that nobody can set ({@link System#nanoTime}).
 */
public final class RoundMonitor {

    /** Work that is done in rounds. */
    public enum Work {
        NUDGES,
        ANSWERS,
        DETAILS
    }

    /**
     * Work that is not done.
     *
     * @param since when it was last done, or begun
     */
    public record Late(Work work, Instant since) {}

    private final Clock clock;
    private final LongSupplier nanos;
    private final List<Round> expected = new CopyOnWriteArrayList<>();
    private Set<Work> said = EnumSet.noneOf(Work.class);

    public RoundMonitor(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** With another clock, for tests. */
    public RoundMonitor(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Expects rounds of this work from now on, each to end well within two intervals and the time that it may take.
     *
     * <p>One interval and that time pass between two ends if the first round was quick and the second slow. The other interval is
     * for a busy machine.
     *
     * @param interval from one round to the next
     * @param longest how long a round may take
     */
    public Round expect(Work work, Duration interval, Duration longest) {
        Round round = new Round(work, interval.multipliedBy(2).plus(longest));
        expected.add(round);
        return round;
    }

    /** The work that is late; each once. */
    public List<Late> late() {
        return Stream.of(Work.values())
                .flatMap(work -> expected.stream()
                        .filter(round -> round.work == work)
                        .flatMap(Round::late)
                        .min(Comparator.comparing(Late::since))
                        .stream())
                .toList();
    }

    /** Prints what is late now and was not before; to be called each second or so. */
    public synchronized void look(PrintStream screen) {
        List<Late> late = late();
        Set<Work> now = EnumSet.noneOf(Work.class);
        for (Late one : late) {
            now.add(one.work());
            if (!said.contains(one.work())) {
                screen.println("NO " + one.work() + " SINCE " + one.since()
                        + ": this part of the program has stopped. Start penah-partner receive again.");
            }
        }
        List<Work> again = new ArrayList<>(said);
        again.removeAll(now);
        again.forEach(work -> screen.println("There are " + work + " again."));
        said = now;
    }

    /** One kind of round. */
    public final class Round {

        private final Work work;
        private final Duration longest;
        private Instant ended = clock.instant();
        private long endedNanos = nanos.getAsLong();

        private Round(Work work, Duration longest) {
            this.work = work;
            this.longest = longest;
        }

        /** A round has ended, and did what this machine can do. */
        public synchronized void ended() {
            ended = clock.instant();
            endedNanos = nanos.getAsLong();
        }

        private synchronized Stream<Late> late() {
            return nanos.getAsLong() - endedNanos > longest.toNanos()
                    ? Stream.of(new Late(work, ended))
                    : Stream.empty();
        }
    }
}

package org.penah.partner.receive;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices when Penah falls silent, and says so plainly: from then on alerts may be lost on the way.
 *
 * <p>Silence is measured by a clock that nobody can set ({@link System#nanoTime}): a network that answers this machine's
 * question for the time with yesterday does not hide it.
 */
final class Heartbeat {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** So many slots without a word are silence. */
    private static final int SLOTS = 3;

    private final Clock clock;
    private final LongSupplier nanos;
    private final PrintStream screen;
    private Instant last;
    private long lastNanos;
    private @Nullable Instant troubleSince;
    private Duration slot;
    private boolean silent;
    private boolean trouble;

    /**
     * Begins to wait for Penah.
     *
     * @param screen one that never waits for a person: it is printed to under the lock
     * @param expected how often Penah is to be heard, until it says so itself
     */
    Heartbeat(Clock clock, LongSupplier nanos, PrintStream screen, Duration expected) {
        this.clock = clock;
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
        this.screen = screen;
        this.last = clock.instant();
        this.slot = expected;
    }

    synchronized void heard(Duration next, boolean inTrouble) {
        last = clock.instant();
        lastNanos = nanos.getAsLong();
        slot = next;
        if (silent) {
            screen.println("Penah is heard again. Alerts reach you.");
        }
        if (inTrouble && !trouble) {
            screen.println("PENAH IS IN TROUBLE: it is alive but cannot look up alerts. Ask them by another way.");
        }
        troubleSince = !inTrouble ? null : trouble ? troubleSince : last;
        silent = false;
        trouble = inTrouble;
    }

    /** To be called each second or so. */
    synchronized void look() {
        if (!silent && isOver()) {
            silent = true;
            screen.println("PENAH IS SILENT: nothing has come since " + TIME.format(last)
                    + ". Alerts may not be reaching you. Look at your line, your proxy and this machine's clock, and"
                    + " ask Penah by another way.");
        }
    }

    synchronized ConnectionStatus pulse(@Nullable Instant cannotKeepSince) {
        return new ConnectionStatus(true, last, silent || isOver(), trouble, cannotKeepSince, troubleSince);
    }

    private boolean isOver() {
        return nanos.getAsLong() - lastNanos > slot.multipliedBy(SLOTS).toNanos();
    }
}

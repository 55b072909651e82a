package org.penah.partner.phone;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts wrong codes: after {@value #MOST} of one person, even the right one is refused until ten minutes are over. */
final class Tries {

    static final int MOST = 5;
    static final Duration PAUSE = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private final Map<String, Wrong> wrong = new HashMap<>();

    /** @param nanos a clock that nobody can set */
    Tries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Wrong(int count, long first) {}

    boolean isOpen(String name) {
        Wrong before = wrong.get(name);
        return before == null || before.count() < MOST || isOver(before);
    }

    void failed(String name) {
        Wrong before = wrong.get(name);
        wrong.put(
                name,
                before == null || isOver(before)
                        ? new Wrong(1, nanos.getAsLong())
                        : new Wrong(before.count() + 1, before.first()));
    }

    void succeeded(String name) {
        wrong.remove(name);
    }

    private boolean isOver(Wrong before) {
        return nanos.getAsLong() - before.first() > PAUSE.toNanos();
    }
}

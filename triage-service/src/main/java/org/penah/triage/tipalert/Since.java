package org.penah.triage.tipalert;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.penah.triage.clock.PassedTime;

/** Remembers in memory since when each of some things lasts, by no clock that somebody can set; nothing finer than a day is stored. */
final class Since<T> {

    private final Map<T, Long> begun = new ConcurrentHashMap<>();
    private final PassedTime time;

    Since(PassedTime time) {
        this.time = time;
    }

    /** These last now: what is new among them begins, and all others are forgotten. */
    void keep(Collection<T> lasting) {
        retain(lasting);
        long now = time.nanos();
        lasting.forEach(each -> begun.putIfAbsent(each, now));
    }

    /** Forgets all others. */
    void retain(Collection<T> lasting) {
        begun.keySet().retainAll(Set.copyOf(lasting));
    }

    /** It begins now, even if it lasts already. */
    void begin(T each) {
        begun.put(each, time.nanos());
    }

    /** Whether it has lasted so long. */
    boolean isFor(Duration least, T each) {
        Long began = begun.get(each);
        return began != null && time.nanos() - began >= least.toNanos();
    }

    /** Whether it lasts, and for less. */
    boolean isLessThan(Duration bound, T each) {
        return begun.containsKey(each) && !isFor(bound, each);
    }

    /** How long each has lasted as of now, in nanoseconds. */
    Map<T, Long> ages() {
        long now = time.nanos();
        return begun.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> now - each.getValue()));
    }
}

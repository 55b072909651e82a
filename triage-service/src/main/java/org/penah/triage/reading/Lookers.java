package org.penah.triage.reading;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.penah.triage.keyring.EpochId;

/**
 * Knows who has which tip open, in the memory of this instance; each name is forgotten at most {@value #SECONDS} seconds after
 * somebody last said it.
 */
@ApplicationScoped
class Lookers {

    static final int SECONDS = 60;

    /** Seconds in which nobody need hear the same again. */
    static final int KNOWN = 15;

    /** Names of one tip: more would not fit beside its title. */
    static final int MOST = 8;

    /** Tips: more than desks can look at. */
    private static final int MOST_TIPS = 1000;

    /** A tip and the epoch that it is sealed to: once it is moved, its readers are others, who do not learn who read it before. */
    record Looked(UUID tipId, EpochId epoch) {}

    /**
     * What somebody finds who looks at a tip.
     *
     * @param others who else does, in order
     * @param news whether the other instances should hear that this one does
     */
    record Look(List<String> others, boolean news) {}

    private final Map<Looked, Map<String, Long>> until = new HashMap<>();

    /**
     * Somebody looks at a tip.
     *
     * @param now by a clock that nobody sets, in nanoseconds
     */
    synchronized Look look(Looked looked, String who, long now) {
        Long end = until.getOrDefault(looked, Map.of()).get(who);
        boolean isKnown =
                end != null && end - now > Duration.ofSeconds(SECONDS - KNOWN).toNanos();
        boolean news = !isKnown && hear(looked, who, now);
        List<String> others = until.getOrDefault(looked, Map.of()).entrySet().stream()
                .filter(other -> !other.getKey().equals(who) && other.getValue() - now > 0)
                .map(Map.Entry::getKey)
                .toList();
        return new Look(others, news);
    }

    /**
     * An instance says that somebody looks at a tip.
     *
     * @return whether there was room for it
     */
    synchronized boolean hear(Looked looked, String who, long now) {
        until.values().forEach(names -> names.values().removeIf(end -> end - now <= 0));
        until.values().removeIf(Map::isEmpty);
        if (until.size() >= MOST_TIPS && !until.containsKey(looked)) {
            return false;
        }
        Map<String, Long> names = until.computeIfAbsent(looked, tip -> new TreeMap<>());
        if (names.size() >= MOST && !names.containsKey(who)) {
            return false;
        }
        names.put(who, now + Duration.ofSeconds(SECONDS).toNanos());
        return true;
    }
}

package org.penah.triage.reading;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.penah.triage.keyring.EpochId;

/** Knows who has which tip open, in the memory of this instance alone; each name is forgotten after {@value #SECONDS} seconds. */
@ApplicationScoped
class Lookers {

    static final int SECONDS = 60;

    /** Names of one tip: more would not fit beside its title. */
    static final int MOST = 8;

    /** Tips: more than desks can look at. */
    private static final int MOST_TIPS = 1000;

    /** A tip and the epoch that it is sealed to: once it is moved, its readers are others, who do not learn who read it before. */
    record Looked(UUID tipId, EpochId epoch) {}

    private final Map<Looked, Map<String, Long>> until = new HashMap<>();

    /**
     * Somebody looks at a tip.
     *
     * @param now by a clock that nobody sets, in nanoseconds
     * @return who else does, in order
     */
    synchronized List<String> look(Looked looked, String who, long now) {
        until.values().forEach(names -> names.values().removeIf(end -> end - now <= 0));
        until.values().removeIf(Map::isEmpty);
        if (until.size() < MOST_TIPS || until.containsKey(looked)) {
            Map<String, Long> names = until.computeIfAbsent(looked, tip -> new TreeMap<>());
            if (names.size() < MOST || names.containsKey(who)) {
                names.put(who, now + Duration.ofSeconds(SECONDS).toNanos());
            }
        }
        return until.getOrDefault(looked, Map.of()).keySet().stream()
                .filter(name -> !name.equals(who))
                .toList();
    }
}

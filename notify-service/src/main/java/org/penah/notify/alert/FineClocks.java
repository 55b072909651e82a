package org.penah.notify.alert;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows to the second when the clocks of running alerts began, in memory alone: a seized database is not to tell it, for a
 * source has written in that second. An instance that has not seen an alert begin uses the database's minute and is up to a
 * minute late.
 */
@ApplicationScoped
class FineClocks {

    /** @param lead by how much the database has rounded up when it began */
    private record Fine(Duration lead, @Nullable Instant lookAt) {}

    private final Map<UUID, Fine> running = new ConcurrentHashMap<>();

    /** The time as it is for the clock of this alert, counted from the minute at which the database has it begin. */
    Instant now(Alert alert, Instant now) {
        Instant opened = alert.opened;
        if (opened == null) {
            running.remove(alert.id);
            return now;
        }
        Instant begun = alert.begun;
        Fine known = running.get(alert.id);
        Duration lead = begun != null ? Duration.between(begun, opened) : known == null ? Duration.ZERO : known.lead;
        running.put(alert.id, new Fine(lead, alert.lookAt));
        return now.plus(lead);
    }

    /** As many as a statement takes as its parameters, of which PostgreSQL allows 65,535; others come with the next look. */
    private static final int MOST = 30_000;

    /** The alerts that are to be looked at. */
    List<UUID> due(Instant now) {
        return running.entrySet().stream()
                .filter(each -> isDue(each.getValue(), now))
                .map(Map.Entry::getKey)
                .limit(MOST)
                .toList();
    }

    private static boolean isDue(Fine fine, Instant now) {
        return fine.lookAt != null && !fine.lookAt.isAfter(now.plus(fine.lead));
    }
}

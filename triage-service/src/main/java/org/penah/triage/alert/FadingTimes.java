package org.penah.triage.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Reduces the times of a settled alert to their days, once the day is over; until when a partner holds it, once that has passed, too. */
@ApplicationScoped
class FadingTimes {

    private static final List<AlertState> SETTLED =
            List.of(AlertState.ACKNOWLEDGED, AlertState.RESOLVED, AlertState.EXPIRED, AlertState.CANCELLED);

    private final Mutiny.SessionFactory sessions;
    private final UnreadableRows unreadable;
    private final Clock clock;

    FadingTimes(Mutiny.SessionFactory sessions, UnreadableRows unreadable, Clock clock) {
        this.sessions = sessions;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    @Scheduled(every = "1h")
    Uni<Void> fade() {
        Instant now = clock.instant();
        return sessions.withSession(session -> session.createQuery(
                                "select a.alertId from Alert a where a.timed and a.state in :settled order by a.alertId",
                                UUID.class)
                        .setParameter("settled", SETTLED)
                        .getResultList())
                .chain(settled -> unreadable.change(
                        Table.ALERT,
                        settled,
                        (session, alertId) -> Alerts.locked(session, alertId)
                                .onItem()
                                .ifNotNull()
                                .invoke(alert -> {
                                    // It may have been opened again since.
                                    if (SETTLED.contains(alert.state)) {
                                        alert.fade(now);
                                    }
                                })
                                .replaceWithVoid()));
    }
}

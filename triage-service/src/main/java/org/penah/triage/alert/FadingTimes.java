package org.penah.triage.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Leaves of a settled alert's times only their days, once the day is over. */
@ApplicationScoped
class FadingTimes {

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    FadingTimes(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Scheduled(every = "1h")
    Uni<Void> fade() {
        LocalDate today = LocalDate.now(clock);
        return sessions.withTransaction(session -> session.createQuery(
                        "from Alert a where a.timed and a.state in :settled order by a.alertId", Alert.class)
                .setParameter(
                        "settled",
                        List.of(AlertState.ACKNOWLEDGED, AlertState.RESOLVED, AlertState.EXPIRED, AlertState.CANCELLED))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .invoke(alerts -> alerts.forEach(alert -> alert.fade(today)))
                .replaceWithVoid());
    }
}

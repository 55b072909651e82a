package org.penah.notify.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.event.AlertState;

/** Looks at the alerts whose clock has come to a limit, a claim to its end, or which have expired. */
@ApplicationScoped
class Escalator {

    private static final Logger LOG = Logger.getLogger(Escalator.class);

    // What does not come in one look comes in the next.
    private static final int MOST = 500;

    private final Alerts alerts;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    Escalator(Alerts alerts, Mutiny.SessionFactory sessions, Clock clock) {
        this.alerts = alerts;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Scheduled(every = "${penah.escalation.every:2s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(this::due)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(
                                alertId -> sessions.withTransaction(session -> alerts.escalate(session, alertId)))
                        .onItem()
                        .ignoreAsUni())
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "ALARM: escalation waits: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<List<UUID>> due(Mutiny.Session session) {
        return session.createSelectionQuery(
                        "select id from Alert where lookAt <= ?1 or expires <= ?1 and state not in ?2 order by lookAt",
                        UUID.class)
                .setParameter(1, clock.instant())
                .setParameter(2, List.of(AlertState.CANCELLED, AlertState.EXPIRED))
                .setMaxResults(MOST)
                .getResultList();
    }
}

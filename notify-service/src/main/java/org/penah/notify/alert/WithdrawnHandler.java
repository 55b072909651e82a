package org.penah.notify.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.outbox.EventHandler;

/** Takes what a source took back. */
@ApplicationScoped
class WithdrawnHandler implements EventHandler<AlertWithdrawn> {

    private static final Logger LOG = Logger.getLogger(WithdrawnHandler.class);

    private static final String OVERTAKEN =
            "select distinct e.alert_id from early_withdrawal e join alert a on a.id = e.alert_id limit 100";

    private final Mutiny.SessionFactory sessions;
    private final Alerts alerts;

    WithdrawnHandler(Mutiny.SessionFactory sessions, Alerts alerts) {
        this.sessions = sessions;
        this.alerts = alerts;
    }

    /** A version that knows of no early withdrawal may have taken the alert. */
    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return sessions.withSession(session ->
                        session.createNativeQuery(OVERTAKEN, UUID.class).getResultList())
                .chain(alertIds -> Multi.createFrom()
                        .iterable(alertIds)
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> sessions.withTransaction(session -> alerts.catchUp(session, id)))
                        .onItem()
                        .ignoreAsUni())
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "could not apply early withdrawals, will retry: %s",
                        fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return AlertWithdrawn.TYPE;
    }

    @Override
    public Class<AlertWithdrawn> dataType() {
        return AlertWithdrawn.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertWithdrawn withdrawn) {
        return alerts.withdraw(session, withdrawn);
    }
}

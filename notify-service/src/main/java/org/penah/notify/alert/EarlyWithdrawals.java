package org.penah.notify.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Applies what a source took back before its alert came, if a version took the alert that did not look. */
@ApplicationScoped
class EarlyWithdrawals {

    private static final Logger LOG = Logger.getLogger(EarlyWithdrawals.class);

    private static final String OVERTAKEN =
            "select distinct e.alert_id from early_withdrawal e join alert a on a.id = e.alert_id limit 100";

    private final Mutiny.SessionFactory sessions;
    private final AlertCommands commands;

    EarlyWithdrawals(Mutiny.SessionFactory sessions, AlertCommands commands) {
        this.sessions = sessions;
        this.commands = commands;
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return sessions.withSession(session ->
                        session.createNativeQuery(OVERTAKEN, UUID.class).getResultList())
                .chain(alertIds -> Multi.createFrom()
                        .iterable(alertIds)
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> sessions.withTransaction(session -> commands.catchUp(session, id)))
                        .onItem()
                        .ignoreAsUni())
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "could not apply early withdrawals, will retry: %s",
                        fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}

package org.penah.notify.alert;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertState;

/** Looks, at start, at the alerts that nobody has answered, and calls partners who came in since. */
@ApplicationScoped
class StartupBackfill {

    /** Behind the import of partners. */
    private static final int PRIORITY = 200;

    private final Alerts alerts;
    private final AlertTransactions transactions;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    StartupBackfill(Alerts alerts, AlertTransactions transactions, Mutiny.SessionFactory sessions, Clock clock) {
        this.alerts = alerts;
        this.transactions = transactions;
        this.sessions = sessions;
        this.clock = clock;
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent started) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> sessions.withSession(this::unanswered)
                .chain(unanswered -> transactions.change(unanswered, alerts::look)));
    }

    private Uni<List<UUID>> unanswered(Mutiny.Session session) {
        return session.createSelectionQuery("select id from Alert where state in ?1 and expires > ?2", UUID.class)
                .setParameter(
                        1,
                        Stream.of(AlertState.values())
                                .filter(AlertLifecycle::isUnheld)
                                .toList())
                .setParameter(2, clock.instant())
                .getResultList();
    }
}

package org.penah.notify.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Looks at the alerts whose clock has come to a limit, a claim or an acknowledgement to its end, or whose time is over; and takes alerts from
 * partners that were ended.
 */
@ApplicationScoped
class Escalator {

    private static final Logger LOG = Logger.getLogger(Escalator.class);

    // What does not come in one look comes in the next.
    private static final int MOST = 500;

    // The last two: the machine's clock was set back since it began, or since a claim did.
    private static final String DUE = """
            select a.id from alert a
            where (a.look_at <= ?1 or a.id in (?2) or a.expires <= ?1 and a.state not in ('CANCELLED', 'EXPIRED')
                or a.opened > cast(?1 as timestamptz) + interval '1 minute'
                or a.look_at > cast(?1 as timestamptz)
                    + case when a.state <> 'ACKNOWLEDGED' then interval '1 hour'
                        when a.staff then interval '15 minutes' else interval '4 hours' end
                or a.state in ('ACKNOWLEDGED', 'CLAIMED') and\s""" + AlertSql.HOLDER_LOST + " or a.overdue and "
            + AlertSql.SAID_LONG_AGO + ") and" + AlertTransactions.NOT_STUCK
            // Alerts of a flood come last, as in slots.
            + "order by a.flood and a.basis = 'SOURCE_ASSERTED', a.look_at limit " + MOST;

    private static final String ENDED =
            "select distinct a.id from standing_down d join alert a on a.id = d.alert_id where"
                    + AlertTransactions.NOT_STUCK + "limit " + MOST;

    private final Alerts alerts;
    private final AlertTransactions transactions;
    private final Mutiny.SessionFactory sessions;
    private final FineClocks clocks;
    private final Clock clock;

    Escalator(
            Alerts alerts,
            AlertTransactions transactions,
            Mutiny.SessionFactory sessions,
            FineClocks clocks,
            Clock clock) {
        this.alerts = alerts;
        this.transactions = transactions;
        this.sessions = sessions;
        this.clocks = clocks;
        this.clock = clock;
    }

    @Scheduled(every = "${penah.escalation.every:2s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(session -> found(session, ENDED).getResultList())
                .chain(ended -> transactions.change(ended, alerts::standDown))
                .chain(this::due)
                .chain(due -> transactions.change(due, alerts::look))
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "ALARM: escalation waits: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** In the order in which they are looked at. */
    Uni<List<UUID>> due() {
        return sessions.withSession(session ->
                found(session, DUE).setParameter(2, clocks.due(clock.instant())).getResultList());
    }

    private Mutiny.SelectionQuery<UUID> found(Mutiny.Session session, String sql) {
        return session.createNativeQuery(sql, UUID.class).setParameter(1, clock.instant());
    }
}

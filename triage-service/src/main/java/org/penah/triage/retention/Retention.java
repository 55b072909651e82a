package org.penah.triage.retention;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.Outbox;
import org.penah.outbox.TrustedDay;
import org.penah.triage.alert.Alerts;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.tip.ClosedTips;
import org.penah.triage.tip.ClosedTips.Closed;

/**
 * Deletes expired tips: the row and its dependents at once, the sealed file as soon as possible, and intake-service's data
 * when it gets the event.
 */
@ApplicationScoped
class Retention {

    /** As many as one transaction deletes; the rest waits for the next run. */
    private static final int BATCH = 100;

    /** As long as the inbox remembers an event. */
    private static final int LATE_WORD_DAYS = 30;

    private final Mutiny.SessionFactory sessions;
    private final RetentionConfig config;
    private final ClosedTips tips;
    private final Alerts alerts;
    private final Journal journal;
    private final Outbox outbox;
    private final TrustedDay trustedDay;
    private final Clock clock;

    Retention(
            Mutiny.SessionFactory sessions,
            RetentionConfig config,
            ClosedTips tips,
            Alerts alerts,
            Journal journal,
            Outbox outbox,
            TrustedDay trustedDay,
            Clock clock) {
        this.sessions = sessions;
        this.config = config;
        this.tips = tips;
        this.alerts = alerts;
        this.journal = journal;
        this.outbox = outbox;
        this.trustedDay = trustedDay;
        this.clock = clock;
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> letGo() {
        return trustedDay.today().chain(this::letGoBy);
    }

    private Uni<Void> letGoBy(LocalDate today) {
        return sessions.withTransaction(session -> tips.due(session, today, config.queues(), config.days(), BATCH)
                .map(due -> due.stream()
                        .filter(tip -> RetentionRule.mayGo(standing(tip), days(tip), today))
                        .toList())
                .chain(gone -> delete(session, gone))
                .chain(() -> forgetAlerts(session, today)));
    }

    private static RetentionRule.Standing standing(Closed tip) {
        return new RetentionRule.Standing(tip.firstOpened(), tip.closedOn(), tip.legalHold(), tip.alertIsOver());
    }

    /** An alert outlives its tip if the source deleted that; a late event would recreate it, so it waits until none comes. */
    private Uni<Void> forgetAlerts(Mutiny.Session session, LocalDate today) {
        return alerts.overSince(session, today.minusDays(LATE_WORD_DAYS))
                .chain(over -> tips.withoutTip(session, over))
                .chain(left -> alerts.forget(session, left));
    }

    /** A tip that nobody can open any longer is not kept for its days. */
    private int days(Closed tip) {
        return tip.unreadable() ? 1 : config.daysOf(tip.queue());
    }

    private Uni<Void> delete(Mutiny.Session session, List<Closed> gone) {
        return Multi.createFrom()
                .iterable(gone)
                .onItem()
                .transformToUniAndConcatenate(tip -> delete(session, tip))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> delete(Mutiny.Session session, Closed tip) {
        return tips.delete(session, tip)
                .chain(() -> alerts.forget(session, tip.alertId() == null ? List.of() : List.of(tip.alertId())))
                .chain(() -> outbox.append(
                        session, Receivers.INTAKE, TipExpired.TYPE, new TipExpired(tip.tipId(), LocalDate.now(clock))))
                .chain(() -> journal.recordOfTimer(session, Deed.TIP_EXPIRED, tip.tipId()));
    }
}

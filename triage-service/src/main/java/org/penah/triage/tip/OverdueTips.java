package org.penah.triage.tip;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/**
 * Moves to the front what has become overdue, and counts it for an alarm: reports of danger that nobody has looked at in
 * time ({@code penah.tips.overdue}), imminent tips that somebody opened and nobody has decided about ({@code penah.tips.undecided}), answers and feedback that are owed ({@code penah.obligations.overdue}).
 */
@ApplicationScoped
public class OverdueTips {

    /** Counts overdue tips by obligation. */
    public record Counts(long looks, long decisions, long answers, long feedback) {}

    /** As many as one transaction moves; the rest waits for the next time. */
    private static final int BATCH = 500;

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final UnreadableRows unreadable;
    private final Clock clock;
    private final AtomicLong looks;
    private final AtomicLong decisions;
    private final AtomicLong answers;
    private final AtomicLong feedback;
    private volatile long counted = System.nanoTime();

    OverdueTips(
            Mutiny.SessionFactory sessions, Tips tips, UnreadableRows unreadable, Clock clock, MeterRegistry meters) {
        this.sessions = sessions;
        this.tips = tips;
        this.unreadable = unreadable;
        this.clock = clock;
        this.looks = meters.gauge("penah.tips.overdue", new AtomicLong());
        this.decisions = meters.gauge("penah.tips.undecided", new AtomicLong());
        this.answers = meters.gauge("penah.obligations.overdue", Tags.of("obligation", "answer"), new AtomicLong());
        this.feedback = meters.gauge("penah.obligations.overdue", Tags.of("obligation", "feedback"), new AtomicLong());
        // After a start that finds its database hanging, the others stand at 0 and know nothing.
        meters.gauge(
                "penah.tips.uncounted.seconds",
                this,
                overdue -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - overdue.counted));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return move().chain(() -> sessions.withSession(session -> counts(session, List.of())))
                .invoke(counts -> {
                    counted = System.nanoTime();
                    looks.set(counts.looks());
                    decisions.set(counts.decisions());
                    answers.set(counts.answers());
                    feedback.set(counts.feedback());
                })
                .replaceWithVoid();
    }

    /**
     * Counts what is overdue now.
     *
     * @param queues in which to count; all of them if this is empty
     */
    public Uni<Counts> counts(Mutiny.Session session, Collection<String> queues) {
        // Each by its own index: together in one condition they take a scan of all tips.
        return session.createNativeQuery("""
                        select (select count(*) from tip where first_opened is null and due_by < ?1 and (?3 or queue in (?4))),
                            (select count(*) from tip where decide_by < ?1 and (?3 or queue in (?4))),
                            (select count(*) from tip
                                where obligation = 'ANSWER' and obligation_by < ?2 and (?3 or queue in (?4))),
                            (select count(*) from tip
                                where obligation = 'FEEDBACK' and obligation_by < ?2 and (?3 or queue in (?4)))""", Object[].class)
                .setParameter(1, clock.instant())
                .setParameter(2, LocalDate.now(clock))
                .setParameter(3, queues.isEmpty())
                .setParameter(4, queues.isEmpty() ? List.of("") : queues)
                .getSingleResult()
                .map(row -> new Counts(number(row[0]), number(row[1]), number(row[2]), number(row[3])));
    }

    private Uni<Void> move() {
        return sessions.withTransaction(this::moveAll)
                .onFailure()
                .recoverWithUni(() -> unreadable
                        .fresh(session ->
                                overdue("select t.tipId ", UUID.class, session).getResultList())
                        .chain(ids -> unreadable.change(Table.TIP, ids, this::move)));
    }

    private Uni<Void> moveAll(Mutiny.Session session) {
        return overdue("", Tip.class, session)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .invoke(overdue -> overdue.forEach(tips::settle))
                .replaceWithVoid();
    }

    private Uni<Void> move(Mutiny.Session session, UUID tipId) {
        return session.find(Tip.class, tipId, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNotNull()
                .invoke(tips::settle)
                .replaceWithVoid();
    }

    private <T> Mutiny.SelectionQuery<T> overdue(String what, Class<T> type, Mutiny.Session session) {
        Set<UUID> aside = unreadable.ids(Table.TIP);
        Mutiny.SelectionQuery<T> query = session.createQuery(
                        what + """
                        from Tip t where not t.overdue
                        and (t.firstOpened is null and t.dueBy < :now or t.decideBy < :now or t.decideBy > :latest
                            or t.obligationBy < :today)""" + (aside.isEmpty() ? "" : " and t.tipId not in :aside") + " order by t.tipId", type)
                .setParameter("now", clock.instant())
                .setParameter("latest", tips.decideBy())
                .setParameter("today", LocalDate.now(clock))
                .setMaxResults(BATCH);
        return aside.isEmpty() ? query : query.setParameter("aside", aside);
    }

    private static long number(Object sum) {
        return sum == null ? 0 : ((Number) sum).longValue();
    }
}

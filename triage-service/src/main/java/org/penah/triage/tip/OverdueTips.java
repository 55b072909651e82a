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
import org.penah.triage.obligation.ClockConfig;
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

    private static final String BECAME_OVERDUE = """
            not t.overdue and (t.firstOpened is null and t.dueBy < :now or t.decideBy < :now or t.decideBy > :latest
                or t.obligationBy < :today)""";

    /** The second half is what {@link Tip#settle} finds an obligation in. */
    private static final String OWES_WRONGLY = """
            (t.obligation is not null and t.queue not in :owing
                or t.obligation is null and t.queue in :owing and t.closedOn is null and not t.answerWaived and not t.folded
                    and t.lane <> QUARANTINE and t.feedbackOn is null and (t.finding is null or t.finding not in (JUNK, DUPLICATE)))""";

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final ClockConfig clocks;
    private final UnreadableRows unreadable;
    private final Clock clock;
    private final AtomicLong looks;
    private final AtomicLong decisions;
    private final AtomicLong answers;
    private final AtomicLong feedback;
    private volatile long counted = System.nanoTime();

    OverdueTips(
            Mutiny.SessionFactory sessions,
            Tips tips,
            ClockConfig clocks,
            UnreadableRows unreadable,
            Clock clock,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.tips = tips;
        this.clocks = clocks;
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
        return settleNext(this::overdue)
                .chain(() -> sessions.withSession(session -> counts(session, List.of())))
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

    /** Follows the setting that says in which queues something is owed: it may have been another one before this start. */
    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> followSetting() {
        return settleNext(this::owingWrongly)
                .chain(count -> count < BATCH ? Uni.createFrom().voidItem() : followSetting());
    }

    /** Settles as many as one transaction takes; answers how many, or 0 if one could not be changed and all were taken one by one. */
    private Uni<Integer> settleNext(Which which) {
        return sessions.withTransaction(session -> which.tips("", Tip.class, session)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultList()
                        .invoke(found -> found.forEach(tips::settle))
                        .map(List::size))
                .onFailure()
                .recoverWithUni(() -> unreadable
                        .fresh(session -> which.tips("select t.tipId ", UUID.class, session)
                                .getResultList())
                        .chain(ids -> unreadable.change(Table.TIP, ids, this::settle))
                        .replaceWith(0));
    }

    private Uni<Void> settle(Mutiny.Session session, UUID tipId) {
        return session.find(Tip.class, tipId, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNotNull()
                .invoke(tips::settle)
                .replaceWithVoid();
    }

    private <T> Mutiny.SelectionQuery<T> overdue(String what, Class<T> type, Mutiny.Session session) {
        return next(what, BECAME_OVERDUE, type, session)
                .setParameter("now", clock.instant())
                .setParameter("latest", tips.decideBy())
                .setParameter("today", LocalDate.now(clock));
    }

    private <T> Mutiny.SelectionQuery<T> owingWrongly(String what, Class<T> type, Mutiny.Session session) {
        Set<String> owing = clocks.queues().orElse(Set.of());
        return next(what, OWES_WRONGLY, type, session).setParameter("owing", owing.isEmpty() ? Set.of("") : owing);
    }

    private <T> Mutiny.SelectionQuery<T> next(String what, String condition, Class<T> type, Mutiny.Session session) {
        Set<UUID> aside = unreadable.ids(Table.TIP);
        Mutiny.SelectionQuery<T> query = session.createQuery(
                        what + "from Tip t where " + condition + (aside.isEmpty() ? "" : " and t.tipId not in :aside")
                                + " order by t.tipId",
                        type)
                .setMaxResults(BATCH);
        return aside.isEmpty() ? query : query.setParameter("aside", aside);
    }

    /** Selects tips to settle next. */
    @FunctionalInterface
    private interface Which {
        <T> Mutiny.SelectionQuery<T> tips(String what, Class<T> type, Mutiny.Session session);
    }

    private static long number(Object sum) {
        return sum == null ? 0 : ((Number) sum).longValue();
    }
}

package org.penah.triage.tipalert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.clock.PassedTime;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.FirstRows;
import org.penah.triage.tip.AlertedTips;

/**
 * Ends alerts of which no tip is at the desk that anybody can open: it did not come, is gone, or is sealed to a key that nobody holds. Two
 * must agree, or an hour must pass in which everybody sees it and nobody keeps the alert. Counts them ({@code penah.alerts.orphaned}).
 */
@ApplicationScoped
public class OrphanedAlerts {

    /** A large file may take so long on its tip's way to the desk, while its alert is here. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

    /** So long a request is seen before the timer does it, by this instance too: after a stop its hour may be over unseen. */
    private static final Duration SEEN = Duration.ofHours(1);

    /** As many as the console has use for, beside those that somebody has asked to end. */
    private static final int MOST = 100;

    private final Mutiny.SessionFactory sessions;
    private final Alerts alerts;
    private final Keyring keyring;
    private final PendingDeeds pending;
    private final Journal journal;
    private final Since<UUID> seen;
    private final AtomicLong orphaned;

    /** As of the last look: those that are there for longer than a tip may be on its way. */
    private volatile List<UUID> lasting = List.of();

    OrphanedAlerts(
            Mutiny.SessionFactory sessions,
            Alerts alerts,
            Keyring keyring,
            PendingDeeds pending,
            Journal journal,
            PassedTime time,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.alerts = alerts;
        this.keyring = keyring;
        this.pending = pending;
        this.journal = journal;
        this.seen = new Since<>(time);
        this.orphaned = meters.gauge("penah.alerts.orphaned", new AtomicLong());
    }

    /**
     * Each that somebody has asked to end, and of the others at most a hundred, if there for longer than a tip may be on its way: those first
     * that the desk had confirmed, then the oldest.
     */
    public Uni<FirstRows<OrphanedAlert>> all(Mutiny.Session session) {
        List<UUID> known = lasting;
        return pending.of(session, Deed.ALERT_ENDED).chain(asked -> {
            List<UUID> asking = asked.keySet().stream().map(UUID::fromString).toList();
            List<UUID> named = Stream.concat(
                            asking.stream(),
                            known.stream()
                                    .filter(alertId -> !asking.contains(alertId))
                                    .limit(MOST))
                    .toList();
            // Some may have ended since the last look.
            return AlertedTips.orphansOf(session, named)
                    .chain(orphans -> alerts.outlines(session, orphans))
                    .map(outlines -> new FirstRows<>(
                            listed(named, outlines, asked),
                            known.stream()
                                    .filter(alertId -> !named.contains(alertId))
                                    .count()));
        });
    }

    private static List<OrphanedAlert> listed(
            List<UUID> order, List<Alerts.Outline> outlines, Map<String, PendingDeed> asked) {
        return outlines.stream()
                .sorted(Comparator.comparing(each -> order.indexOf(each.alertId())))
                .map(each -> new OrphanedAlert(each, asked.get(each.alertId().toString())))
                .toList();
    }

    /** By then nobody may have asked for any. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(AlertedTips::orphans)
                .invoke(alertIds -> {
                    seen.keep(alertIds);
                    lasting = alertIds.stream()
                            .filter(alertId -> seen.isFor(ON_ITS_WAY, alertId))
                            .toList();
                    orphaned.set(lasting.size());
                })
                .replaceWithVoid();
    }

    /** Asks for its end, or agrees with another member's request. */
    Uni<Void> ask(Mutiny.Session session, Member member, UUID alertId) {
        return alerts.lock(session, alertId)
                .chain(() -> isOrphaned(session, alertId))
                .invoke(isOrphaned -> {
                    if (!isOrphaned || !seen.isFor(ON_ITS_WAY, alertId)) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> keyring.readers(session))
                .chain(readers -> pending.ask(
                        session,
                        Deed.ALERT_ENDED,
                        alertId.toString(),
                        member.name(),
                        first -> FourEyes.requireAsking(first, member.name(), readers)))
                .chain(answer -> {
                    UUID entry = answer.deed().id();
                    return switch (answer.became()) {
                        case ASKED -> journal.record(session, member, Deed.ALERT_ENDING, entry);
                        case AGREED ->
                            alerts.end(session, alertId)
                                    .chain(() ->
                                            journal.record(session, member, Deed.ALERT_ENDED, entry, facts(alertId)));
                        case KNOWN -> Uni.createFrom().voidItem();
                    };
                });
    }

    /** Keeps an alert that somebody has asked to end. */
    Uni<Void> keep(Mutiny.Session session, Member member, UUID alertId) {
        return alerts.lock(session, alertId)
                .chain(() -> pending.drop(session, Deed.ALERT_ENDED, alertId.toString()))
                .chain(dropped -> dropped == null
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.ALERT_KEPT, dropped.id()));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endWhatIsDue() {
        return pending.eachDue(
                Deed.ALERT_ENDED,
                alertId -> sessions.withTransaction(session -> endIfDue(session, UUID.fromString(alertId))));
    }

    /** Its tip may have come meanwhile, or who asked for it may have left. */
    private Uni<Void> endIfDue(Mutiny.Session session, UUID alertId) {
        return alerts.lock(session, alertId)
                .chain(() -> isOrphaned(session, alertId))
                .chain(isOrphaned -> isOrphaned && !seen.isFor(SEEN, alertId)
                        ? Uni.createFrom().voidItem()
                        : pending.takeDue(session, Deed.ALERT_ENDED, alertId.toString())
                                .chain(asked -> asked == null
                                        ? Uni.createFrom().voidItem()
                                        : endOrKeep(session, alertId, asked, isOrphaned)));
    }

    private Uni<Void> endOrKeep(Mutiny.Session session, UUID alertId, PendingDeed asked, boolean isOrphaned) {
        return keyring.readers(session)
                .chain(readers -> isOrphaned && readers.contains(asked.by())
                        ? alerts.end(session, alertId)
                                .chain(() ->
                                        journal.recordOfTimer(session, Deed.ALERT_ENDED, asked.id(), facts(alertId)))
                        : journal.recordOfTimer(session, Deed.ALERT_KEPT, asked.id()));
    }

    private static Uni<Boolean> isOrphaned(Mutiny.Session session, UUID alertId) {
        return AlertedTips.orphansOf(session, List.of(alertId)).map(found -> !found.isEmpty());
    }

    /** The alert's id is not in the journal. */
    private static Facts facts(UUID alertId) {
        return Alerts.decided(alertId, "CANCELLED");
    }
}

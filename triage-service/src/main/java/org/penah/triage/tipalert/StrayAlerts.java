package org.penah.triage.tipalert;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.AlertedTips;

/**
 * Ends alerts of which no tip is at the desk that anybody can open: it did not come, is gone, or is in a queue that nobody reads. Two
 * must agree, or an hour must pass in which everybody sees it and nobody keeps the alert.
 */
@ApplicationScoped
public class StrayAlerts {

    /** A large file may take so long on its tip's way to the desk, while its alert is here. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

    /** When this instance first saw each; nothing finer than a day is stored. */
    private final Map<UUID, Instant> firstSeen = new ConcurrentHashMap<>();

    private final Mutiny.SessionFactory sessions;
    private final Alerts alerts;
    private final Keyring keyring;
    private final PendingDeeds pending;
    private final Journal journal;
    private final Clock clock;

    StrayAlerts(
            Mutiny.SessionFactory sessions,
            Alerts alerts,
            Keyring keyring,
            PendingDeeds pending,
            Journal journal,
            Clock clock) {
        this.sessions = sessions;
        this.alerts = alerts;
        this.keyring = keyring;
        this.pending = pending;
        this.journal = journal;
        this.clock = clock;
    }

    /** Those that there are for longer than a tip may be on its way, at most a hundred. */
    public Uni<List<StrayAlert>> all(Mutiny.Session session) {
        return seen(session)
                .chain(alertIds -> alertIds.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : alerts.outlines(session, alertIds)
                                .chain(outlines -> pending.of(session, Deed.ALERT_ENDED)
                                        .map(asked -> outlines.stream()
                                                .map(each -> new StrayAlert(
                                                        each,
                                                        asked.get(each.alertId().toString())))
                                                .toList())));
    }

    /** By then nobody may have asked for any. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(this::seen).replaceWithVoid();
    }

    private Uni<List<UUID>> seen(Mutiny.Session session) {
        Instant now = clock.instant();
        return AlertedTips.strays(session).map(alertIds -> {
            firstSeen.keySet().retainAll(alertIds);
            return alertIds.stream()
                    .filter(alertId -> !firstSeen
                            .computeIfAbsent(alertId, first -> now)
                            .plus(ON_ITS_WAY)
                            .isAfter(now))
                    .toList();
        });
    }

    /** Asks for its end, or agrees with another member's request. */
    Uni<Void> ask(Mutiny.Session session, Member member, UUID alertId) {
        return alerts.lock(session, alertId)
                .chain(() -> isStray(session, alertId))
                .invoke(isStray -> {
                    if (!isStray) {
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

    private Uni<Void> endIfDue(Mutiny.Session session, UUID alertId) {
        return alerts.lock(session, alertId)
                .chain(() -> pending.takeDue(session, Deed.ALERT_ENDED, alertId.toString()))
                .chain(asked -> asked == null
                        ? Uni.createFrom().voidItem()
                        : mayEnd(session, alertId, asked)
                                .chain(may -> may
                                        ? alerts.end(session, alertId)
                                                .chain(() -> journal.recordOfTimer(
                                                        session, Deed.ALERT_ENDED, asked.id(), facts(alertId)))
                                        : journal.recordOfTimer(session, Deed.ALERT_KEPT, asked.id())));
    }

    /** Its tip may have come meanwhile, or who asked for it may have left. */
    private Uni<Boolean> mayEnd(Mutiny.Session session, UUID alertId, PendingDeed asked) {
        return isStray(session, alertId)
                .chain(isStray -> keyring.readers(session).map(readers -> isStray && readers.contains(asked.by())));
    }

    private static Uni<Boolean> isStray(Mutiny.Session session, UUID alertId) {
        return AlertedTips.straysOf(session, List.of(alertId)).map(found -> !found.isEmpty());
    }

    /** The alert's id is not in the journal. */
    private static Facts facts(UUID alertId) {
        return Alerts.decided(alertId, "CANCELLED");
    }
}

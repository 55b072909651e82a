package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.Decision;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/**
 * What the desk decides about the alert of a tip. One member confirms; to cancel, two must agree, or an hour must pass in which everybody
 * sees it and nobody keeps the alert.
 */
@ApplicationScoped
class TipAlerts {

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final Alerts alerts;
    private final Keyring keyring;
    private final Journal journal;
    private final UnreadableRows unreadable;

    TipAlerts(
            Mutiny.SessionFactory sessions,
            Tips tips,
            Alerts alerts,
            Keyring keyring,
            Journal journal,
            UnreadableRows unreadable) {
        this.sessions = sessions;
        this.tips = tips;
        this.alerts = alerts;
        this.keyring = keyring;
        this.journal = journal;
        this.unreadable = unreadable;
    }

    /** Also keeps it, if somebody has asked to cancel it. */
    Uni<Void> confirm(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lockedDanger(session, member, tipId)
                .chain(danger -> alerts.confirm(session, danger)
                        .chain(isNews -> isNews
                                ? journal.record(
                                        session,
                                        member,
                                        Deed.ALERT_CONFIRMED,
                                        tipId,
                                        facts(danger.alertId(), Decision.CONFIRMED))
                                : nothing()))
                .chain(() -> keep(session, member, tipId));
    }

    Uni<Void> cancel(Mutiny.Session session, Member member, UUID tipId) {
        return tips.locked(session, member, tipId)
                .invoke(TipAlerts::requireRead)
                .chain(tip -> alerts.cancel(
                                session,
                                tip.danger(),
                                member.name(),
                                asked -> keyring.readersOf(session, tip.queue, tip.epoch)
                                        .invoke(readers -> FourEyes.require(asked, member.name(), readers))
                                        .replaceWithVoid())
                        .chain(became -> switch (became) {
                            case ASKED -> journal.record(session, member, Deed.ALERT_CANCELLING, tipId);
                            case AGREED ->
                                journal.record(
                                        session,
                                        member,
                                        Deed.ALERT_CANCELLED,
                                        tipId,
                                        facts(tip.alertId, Decision.CANCELLED));
                            case KNOWN -> nothing();
                        }));
    }

    Uni<Void> keep(Mutiny.Session session, Member member, UUID tipId) {
        return tips.locked(session, member, tipId)
                .chain(tip -> tip.alertId == null ? Uni.createFrom().item(false) : alerts.keep(session, tip.alertId))
                .chain(isNews -> isNews ? journal.record(session, member, Deed.ALERT_KEPT, tipId) : nothing());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> cancelWhatIsDue() {
        return sessions.withSession(alerts::tipsToCancel)
                .chain(due -> unreadable.change(Table.TIP, due, this::cancelIfDue));
    }

    private Uni<Void> cancelIfDue(Mutiny.Session session, UUID tipId) {
        return session.find(Tip.class, tipId, LockModeType.PESSIMISTIC_WRITE)
                .chain(tip -> tip == null || tip.alertId == null ? nothing() : cancelIfDue(session, tip, tip.alertId));
    }

    private Uni<Void> cancelIfDue(Mutiny.Session session, Tip tip, UUID alertId) {
        return alerts.dueBy(session, alertId)
                .chain(asked -> asked.isEmpty()
                        ? nothing()
                        : keyring.readersOf(session, tip.queue, tip.epoch)
                                .chain(readers -> readers.contains(asked.get())
                                        ? alerts.callOff(session, tip.danger())
                                                .chain(() -> journal.recordOfTimer(
                                                        session,
                                                        Deed.ALERT_CANCELLED,
                                                        tip.tipId,
                                                        facts(alertId, Decision.CANCELLED)))
                                        // Nobody who still belongs here wants it.
                                        : alerts.keep(session, alertId)
                                                .chain(() ->
                                                        journal.recordOfTimer(session, Deed.ALERT_KEPT, tip.tipId))));
    }

    /** Of an alert that was decided about, and so is there. */
    private static Facts facts(@Nullable UUID alertId, Decision decision) {
        return Alerts.facts(Objects.requireNonNull(alertId), decision);
    }

    private static void requireRead(Tip tip) {
        if (tip.firstOpened == null) {
            throw ProblemException.conflict(
                    "unread-danger",
                    "Not read yet",
                    "An alert can be cancelled only after its tip was opened. Partners were told nothing.");
        }
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}

package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.EventHandler;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertChanged;
import org.penah.triage.alert.AlertOfTip;
import org.penah.triage.alert.AlertState;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.Decision;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/**
 * The desk's decisions about a tip's alert. One member confirms; to cancel, two must agree, or an hour must pass in
 * which everybody
 * sees it and nobody keeps the alert.
 */
@ApplicationScoped
public class TipAlerts {

    /** SQL: the ids of the tips about whose alert the desk has decided. */
    public static final String DECIDED = "select t.tip_id from tip t where " + AlertOfTip.DECISION + " is not null";

    private static final int MOST_AT_A_TIME = 100;

    /**
     * The alert of a tip.
     *
     * @param what was asked for of it
     */
    public record OfTip(UUID tipId, UUID alertId, String what) {}

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final Alerts alerts;
    private final Keyring keyring;
    private final Journal journal;
    private final UnreadableRows unreadable;
    private final Clock clock;

    TipAlerts(
            Mutiny.SessionFactory sessions,
            Tips tips,
            Alerts alerts,
            Keyring keyring,
            Journal journal,
            UnreadableRows unreadable,
            Clock clock) {
        this.sessions = sessions;
        this.tips = tips;
        this.alerts = alerts;
        this.keyring = keyring;
        this.journal = journal;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /** Also keeps it, if somebody has asked to cancel it. */
    Uni<Void> confirm(Mutiny.Session session, Member member, UUID tipId) {
        return tips.locked(session, member, tipId)
                .map(Tip::danger)
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

    /** Also keeps it, if somebody has asked to cancel it. */
    Uni<Void> renew(Mutiny.Session session, Member member, UUID tipId) {
        return tips.locked(session, member, tipId)
                .chain(tip -> alerts.renew(session, tip.danger()))
                .chain(() -> journal.record(session, member, Deed.ALERT_RENEWED, tipId))
                .chain(() -> keep(session, member, tipId));
    }

    Uni<Void> callOthers(Mutiny.Session session, Member member, UUID tipId) {
        return tips.locked(session, member, tipId)
                .chain(tip -> alerts.callOthers(session, tip.danger()))
                .chain(() -> journal.record(session, member, Deed.ALERT_OTHERS_CALLED, tipId));
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

    @Produces
    @Singleton
    EventHandler<AlertChanged> onAlertChanged() {
        return EventHandler.of("notify", AlertChanged.TYPE, AlertChanged.class, this::changed);
    }

    /** Notes what notify-service says of an alert; in the journal nothing before its tip is here. */
    private Uni<Void> changed(Mutiny.Session session, AlertChanged changed) {
        // A drill belongs to no tip; how it went is told of the partner.
        if (changed.status() != null) {
            return nothing();
        }
        return alerts.changed(session, changed)
                .chain(state -> state.isEmpty() ? nothing() : record(session, changed.alertId(), state.get()));
    }

    private Uni<Void> record(Mutiny.Session session, UUID alertId, AlertState state) {
        return session.createNativeQuery("select tip_id from tip where alert_id = ?1", UUID.class)
                .setParameter(1, alertId)
                .getSingleResultOrNull()
                .chain(tipId -> tipId == null
                        ? nothing()
                        : journal.recordOfChannel(
                                session, Deed.ALERT_CHANGED, tipId, AlertStateFacts.of(alertId, state.name())));
    }

    /** What the desk decided about the alerts of these tips; a tip is left out if nothing was decided. */
    public static Uni<List<OfTip>> decisions(Mutiny.Session session, List<String> tipIds) {
        return of(session, tipIds, AlertOfTip.DECISION);
    }

    /** The states of the alerts of these tips. */
    static Uni<List<OfTip>> states(Mutiny.Session session, List<String> tipIds) {
        return of(session, tipIds, AlertOfTip.STATE);
    }

    private static Uni<List<OfTip>> of(Mutiny.Session session, List<String> tipIds, String what) {
        return session.createNativeQuery(
                        "select tip_id, alert_id, what from (select t.tip_id, t.alert_id, " + what
                                + " as what from tip t where t.tip_id in (?1)) known where what is not null",
                        Object[].class)
                .setParameter(1, FactRows.ids(tipIds))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new OfTip((UUID) row[0], (UUID) row[1], (String) row[2]))
                        .toList());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> cancelWhatIsDue() {
        return sessions.withSession(this::toCancel).chain(due -> unreadable.change(Table.TIP, due, this::cancelIfDue));
    }

    private Uni<List<UUID>> toCancel(Mutiny.Session session) {
        return session.createQuery("select t.tipId from Tip t where " + AlertOfTip.IS_TO_CANCEL, UUID.class)
                .setParameter("now", clock.instant())
                .setMaxResults(MOST_AT_A_TIME)
                .getResultList();
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
        return Alerts.decided(Objects.requireNonNull(alertId), decision.name());
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

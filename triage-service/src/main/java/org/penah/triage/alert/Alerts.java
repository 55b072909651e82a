package org.penah.triage.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Facts;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;
import org.penah.triage.threat.DueTime;
import org.penah.triage.threat.Threat;

/** Keeps what is known of alerts and takes the desk's decisions. */
@ApplicationScoped
public class Alerts {

    private final Outbox outbox;
    private final ClockConfig clocks;
    private final Clock clock;
    private final UnreadableRows unreadable;

    Alerts(Outbox outbox, ClockConfig clocks, Clock clock, UnreadableRows unreadable) {
        this.outbox = outbox;
        this.clocks = clocks;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    /**
     * Notes that notify-service has reported an alert; it may be new here, because the two queues have no common order.
     *
     * @param isHere whether its tip is
     * @return what became of it
     */
    public Uni<Change> changed(Mutiny.Session session, AlertChanged changed, boolean isHere) {
        return noteAsserted(session, changed.alertId())
                .chain(() -> locked(session, changed.alertId()))
                .map(alert -> {
                    AlertState before = alert.state;
                    boolean wasAside = alert.asideBy != null;
                    alert.become(changed, LocalDate.now(clock), decideBy());
                    return new Change(
                            alert.state == before ? Optional.empty() : Optional.of(alert.state),
                            wasAside && alert.asideBy == null,
                            isHere && alert.isUnmarked(changed));
                });
    }

    /**
     * A change of an alert.
     *
     * @param state empty if it is as before
     * @param isPutBack whether it was set aside, and is not any more
     * @param isUnmarked whether it is none of a flood any more if the edge saw it in one
     */
    public record Change(Optional<AlertState> state, boolean isPutBack, boolean isUnmarked) {}

    /**
     * The ids of alerts that have ended and of which nothing was heard since a day. What a partner calls resolved has not.
     */
    public Uni<List<UUID>> overSince(Mutiny.Session session, LocalDate day) {
        return session.createQuery(
                        "select a.alertId from Alert a where a.state in (EXPIRED, CANCELLED) and a.changedOn < :day",
                        UUID.class)
                .setParameter("day", day)
                .getResultList();
    }

    public Uni<Void> forget(Mutiny.Session session, Collection<UUID> alertIds) {
        return alertIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery("delete from alert where alert_id in (?1)")
                        .setParameter(1, alertIds)
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Notes that a tip came with an alert, unless notify-service spoke of it first. */
    public Uni<Void> noteAsserted(Mutiny.Session session, UUID alertId) {
        return session.createNativeQuery("""
                        insert into alert (alert_id, revision, state, basis, partners, timed, changed_on, noted_on)
                        values (?1, 0, 'OPEN', 'SOURCE_ASSERTED', '[]', false, ?2, ?2) on conflict do nothing""")
                .setParameter(1, alertId)
                .setParameter(2, LocalDate.now(clock))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The alerts of these ids that are known and can be read. */
    public Uni<Map<UUID, AlertView>> views(Mutiny.Session session, Collection<UUID> alertIds) {
        return readable(session, alertIds)
                .map(alerts -> alerts.stream()
                        .map(AlertView::of)
                        .collect(Collectors.toMap(AlertView::alertId, Function.identity())));
    }

    /**
     * What notify-service says of an alert.
     *
     * @param since the day on which the desk first heard of it; absent from before that was kept
     * @param threat absent until notify-service has described it
     * @param partners who may have been told
     */
    public record Outline(
            UUID alertId,
            AlertState state,
            boolean overdue,
            @Nullable LocalDate since,
            @Nullable Threat threat,
            List<String> partners) {

        private static Outline of(Alert alert) {
            return new Outline(
                    alert.alertId,
                    alert.state,
                    alert.overdue,
                    alert.notedOn,
                    alert.threat(),
                    alert.partners.stream()
                            .filter(partner -> partner.state() != PartnerAlert.State.PENDING || partner.attempts() > 0)
                            .map(PartnerAlert::name)
                            .toList());
        }
    }

    /** What notify-service says of these alerts, as far as they can be read. */
    public Uni<List<Outline>> outlines(Mutiny.Session session, Collection<UUID> alertIds) {
        return readable(session, alertIds)
                .map(alerts -> unreadable.readable(Table.ALERT, alerts, alert -> alert.alertId, Outline::of));
    }

    private Uni<List<Alert>> readable(Mutiny.Session session, Collection<UUID> alertIds) {
        return session.createQuery("from Alert a where a.alertId in :ids", Alert.class)
                .setParameter("ids", alertIds)
                .getResultList()
                .onFailure()
                .recoverWithUni(() -> unreadable.each(
                        Table.ALERT, List.copyOf(alertIds), (fresh, alertId) -> fresh.find(Alert.class, alertId)));
    }

    /**
     * Confirms the alert that a tip came with and tells notify-service, in the caller's transaction.
     *
     * @return whether that is news; fails with a problem if there is nothing to confirm
     */
    public Uni<Boolean> confirm(Mutiny.Session session, ReportedDanger danger) {
        return decide(session, danger, Decision.CONFIRMED);
    }

    /** Confirms the alert of a canary tip: the desk's part of the way that it tests. */
    public Uni<Void> confirmCanary(Mutiny.Session session, ReportedDanger danger) {
        AlertDecided event = AlertGate.decide(danger, AlertDecided.Instruction.CONFIRMED, clock.instant())
                .ofCanary();
        return outbox.append(session, Receivers.NOTIFY, AlertDecided.TYPE, event, true);
    }

    /** The result of a member's request to cancel. */
    public enum Cancelled {
        /** It takes effect in an hour, unless somebody keeps the alert. */
        ASKED,
        /** Another member had asked, so it is cancelled. */
        AGREED,
        /** It was asked or cancelled before. */
        KNOWN
    }

    /**
     * Asks to cancel an alert, or agrees with another member's request; in the caller's transaction.
     *
     * @param isRead whether somebody has opened its tip
     * @param isFolded whether the tip is behind the others of a flood
     * @param mayAgree fails if a member may not agree with the one who asked
     */
    public Uni<Cancelled> cancel(
            Mutiny.Session session,
            ReportedDanger danger,
            boolean isRead,
            boolean isFolded,
            String who,
            Consumer<String> mayAgree) {
        UUID alertId = AlertGate.decide(danger, AlertDecided.Instruction.CANCELLED, clock.instant())
                .alertId();
        return locked(session, alertId).chain(alert -> {
            String asked = alert.cancellingBy;
            if (!AlertGate.isNews(alert.state, alert.decision, Decision.CANCELLED)
                    || alert.state == AlertState.CANCELLED
                    || who.equals(asked)) {
                return Uni.createFrom().item(Cancelled.KNOWN);
            }
            if (!isRead) {
                AlertGate.requireTidiedAway(alert, isFolded);
            }
            if (asked == null) {
                // It continues: a false alert for an hour harms less than a true one that is cancelled.
                PendingDeed pending = PendingDeed.of(who, clock.instant());
                alert.cancellingBy = pending.by();
                alert.cancellingDue = pending.due();
                return Uni.createFrom().item(Cancelled.ASKED);
            }
            mayAgree.accept(asked);
            return callOff(session, danger).replaceWith(Cancelled.AGREED);
        });
    }

    /** Cancels an alert at once and tells notify-service, in the caller's transaction; whether that is news. */
    public Uni<Boolean> callOff(Mutiny.Session session, ReportedDanger danger) {
        return decide(session, danger, Decision.CANCELLED);
    }

    /** Keeps others from an alert until the caller's transaction ends. */
    public Uni<Void> lock(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId).replaceWithVoid();
    }

    /**
     * Tells notify-service, in the caller's transaction, that an alert is cancelled which no tip at the desk has. What the desk decided
     * about it stays open: notify-service says what became of it.
     */
    public Uni<Void> end(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId).chain(alert -> say(session, alert, AlertGate.end(alert, clock.instant())));
    }

    /** What a decision says, for the journal, in which the alert's id is not. */
    public static Facts decided(UUID alertId, String decision) {
        return Facts.of("alert decided").and("alert", alertId).and("decision", decision);
    }

    /** Keeps an alert that somebody has asked to cancel; whether that is news. */
    public Uni<Boolean> keep(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId).map(alert -> {
            boolean isNews = alert != null && alert.cancellingBy != null;
            if (isNews) {
                alert.endCancelling();
            }
            return isNews;
        });
    }

    /** Whether somebody has asked to cancel an alert. */
    public static Uni<Boolean> isCancelling(Mutiny.Session session, ReportedDanger danger) {
        UUID alertId = danger.alertId();
        return alertId == null
                ? Uni.createFrom().item(false)
                : session.createNativeQuery(
                                "select count(*) from alert where alert_id = ?1 and cancelling_by is not null",
                                Long.class)
                        .setParameter(1, alertId)
                        .getSingleResult()
                        .map(asked -> asked > 0);
    }

    /**
     * A request to cancel that is due.
     *
     * @param isTidiedAway whether it may still be cancelled unread ({@link Alert#isTidiedAway})
     */
    public record Due(String by, boolean isTidiedAway) {}

    /**
     * The request to cancel an alert, if that is due.
     *
     * @param isFolded whether the tip is behind the others of a flood
     */
    public Uni<Optional<Due>> due(Mutiny.Session session, UUID alertId, boolean isFolded) {
        Instant now = clock.instant();
        return locked(session, alertId)
                .map(alert -> Optional.ofNullable(alert)
                        .filter(each -> each.cancellingDue != null && !each.cancellingDue.isAfter(now))
                        .flatMap(each -> Optional.ofNullable(each.cancellingBy)
                                .map(by -> new Due(by, each.isTidiedAway(isFolded)))));
    }

    /**
     * Renews an alert that the desk has confirmed: its time begins again. In the caller's transaction.
     *
     * @return fails with a problem if it is not confirmed, or over
     */
    public Uni<Void> renew(Mutiny.Session session, ReportedDanger danger) {
        return instruct(session, danger, AlertDecided.Instruction.CONFIRMED, alert -> {
            if (alert.decision != Decision.CONFIRMED || alert.state.isOver()) {
                throw ProblemException.conflict(
                        "not-running", "Not running", "Only a confirmed alert that goes on can be renewed.");
            }
            alert.renewalUnheard = alert.said + 1;
        });
    }

    /**
     * Calls other partners than those who have taken the alert on; in the caller's transaction.
     *
     * @return fails with a problem if nobody has taken it on, or if it was cancelled
     */
    public Uni<Void> callOthers(Mutiny.Session session, ReportedDanger danger) {
        return instruct(session, danger, AlertDecided.Instruction.CALL_OTHERS, alert -> {
            if (!alert.state.isHeld() || alert.decision == Decision.CANCELLED) {
                throw ProblemException.conflict(
                        "not-held", "Nobody has it", "No partner has taken the alert on, or it was cancelled.");
            }
            alert.callUnheard = alert.said + 1;
        });
    }

    /** So long what a partner says on the telephone holds: as an acknowledgement that it presses. */
    private static final Duration TELEPHONED_LASTS = Duration.ofHours(4);

    /**
     * Tells notify-service what a partner said on the telephone; in the caller's transaction.
     *
     * @param declines whether they cannot see to it
     * @return fails with a problem if the alert is over, or if the partner was not told of it
     */
    public Uni<Void> telephoned(Mutiny.Session session, ReportedDanger danger, String partner, boolean declines) {
        UUID alertId = danger.alertId();
        if (alertId == null) {
            throw ProblemException.conflict("no-alert", "No alert", "This tip has no alert. Nothing was changed.");
        }
        AlertTelephoned.Answer answer = declines ? AlertTelephoned.Answer.DECLINE : AlertTelephoned.Answer.ACKNOWLEDGE;
        Instant until = DueTime.roundedUp(clock.instant().plus(TELEPHONED_LASTS));
        return locked(session, alertId)
                .invoke(alert -> AlertGate.requireTold(alert, partner))
                .chain(alert -> outbox.append(
                        session,
                        Receivers.NOTIFY,
                        AlertTelephoned.TYPE,
                        new AlertTelephoned(alertId, partner, answer, until, alert.telephoned(partner)),
                        true));
    }

    /** So many alerts that nobody has confirmed, taken on or ended are a flood. */
    static final int FLOOD = 10;

    /**
     * Sets an alert aside as one of a flood; in the caller's transaction.
     *
     * @param marked whether the edge saw the flood
     * @return whether that is news; fails with a problem if somebody has confirmed it, taken it on or ended it, or if there is no flood
     */
    public Uni<Boolean> setAside(
            Mutiny.Session session, ReportedDanger danger, boolean marked, String who, AsideReason reason) {
        AlertDecided event = AlertGate.decide(danger, AlertDecided.Instruction.SET_ASIDE, clock.instant());
        return (marked ? Uni.createFrom().item(true) : isFlood(session))
                .chain(isFlood -> locked(session, event.alertId()).chain(alert -> {
                    AlertGate.requireAside(alert, isFlood);
                    boolean isNews = alert.asideBy == null;
                    if (!isNews) {
                        return Uni.createFrom().item(false);
                    }
                    alert.asideBy = who;
                    alert.asideReason = reason;
                    return tellOfFlood(session, alert, event);
                }));
    }

    // Those that were set aside count too, or the last ones of a flood could not be.
    private static Uni<Boolean> isFlood(Mutiny.Session session) {
        return session.createQuery("""
                        select count(*) from Alert a where a.basis = SOURCE_ASSERTED and a.decision is null
                        and a.state in (OPEN, DELIVERED, UNANSWERED, AWAITING_CONFIRMATION, UNREACHABLE)""", Long.class).getSingleResult().map(count -> count >= FLOOD);
    }

    /** Takes back that an alert was set aside; in the caller's transaction. Whether that is news. */
    public Uni<Boolean> putBack(Mutiny.Session session, ReportedDanger danger) {
        AlertDecided event = AlertGate.decide(danger, AlertDecided.Instruction.PUT_BACK, clock.instant());
        return locked(session, event.alertId()).chain(alert -> {
            if (alert.asideBy == null) {
                return Uni.createFrom().item(false);
            }
            alert.putBack();
            return tellOfFlood(session, alert, event);
        });
    }

    /** With a number, for two such events may overtake each other. */
    private Uni<Boolean> tellOfFlood(Mutiny.Session session, Alert alert, AlertDecided event) {
        alert.floodRevision++;
        return say(session, alert, event.withFloodRevision(alert.floodRevision)).replaceWith(true);
    }

    /** That it was set aside, for the journal, in which the alert's id is not. */
    public static Facts aside(UUID alertId, String byAndReason) {
        return Facts.of("alert set aside").and("alert", alertId).and("by and reason", byAndReason);
    }

    private Uni<Void> instruct(
            Mutiny.Session session,
            ReportedDanger danger,
            AlertDecided.Instruction instruction,
            Consumer<Alert> require) {
        AlertDecided event = AlertGate.decide(danger, instruction, clock.instant());
        return locked(session, event.alertId()).invoke(require).chain(alert -> say(session, alert, event));
    }

    /** With its number, for notify-service says which came. */
    private Uni<Void> say(Mutiny.Session session, Alert alert, AlertDecided event) {
        alert.said++;
        return outbox.append(session, Receivers.NOTIFY, AlertDecided.TYPE, event.numbered(alert.said), true);
    }

    private Uni<Boolean> decide(Mutiny.Session session, ReportedDanger danger, Decision decision) {
        AlertDecided event =
                AlertGate.decide(danger, AlertDecided.Instruction.valueOf(decision.name()), clock.instant());
        return locked(session, event.alertId()).chain(alert -> {
            if (!AlertGate.isNews(alert.state, alert.decision, decision)) {
                return Uni.createFrom().item(false);
            }
            alert.decision = decision;
            alert.decideBy = null;
            alert.putBack();
            if (decision == Decision.CANCELLED) {
                alert.endCancelling();
            }
            return say(session, alert, event).replaceWith(true);
        });
    }

    /**
     * Raises an alert on the desk's word alone and tells notify-service, in the caller's transaction.
     *
     * @return its id
     */
    public Uni<UUID> raise(Mutiny.Session session, ReportedDanger danger) {
        AlertDecided event =
                AlertGate.raise(UUID.randomUUID(), danger, clock.instant()).numbered(1);
        return session.createNativeQuery("""
                        insert into alert (alert_id, revision, state, basis, partners, timed, decision, said, changed_on)
                        values (?1, 0, 'OPEN', 'DESK_CONFIRMED', '[]', false, 'CONFIRMED', 1, ?2)""")
                .setParameter(1, event.alertId())
                .setParameter(2, LocalDate.now(clock))
                .executeUpdate()
                .chain(() -> outbox.append(session, Receivers.NOTIFY, AlertDecided.TYPE, event, true))
                .replaceWith(event.alertId());
    }

    /**
     * An alert about which the desk has said something that notify-service has not said it took.
     *
     * @param heard how many words came
     * @param isCancelled whether the desk has cancelled it
     * @param isConfirmed whether the desk has confirmed it
     */
    public record Unheard(UUID alertId, int heard, boolean isCancelled, boolean isConfirmed) {

        private static Unheard of(Object[] row) {
            return new Unheard((UUID) row[0], (int) row[1], "CANCELLED".equals(row[2]), "CONFIRMED".equals(row[2]));
        }
    }

    /** At most ten thousand, whether their tips are here or not. */
    public Uni<List<Unheard>> unheard(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select alert_id, heard, decision from alert where " + AlertSql.IS_UNHEARD
                                + " order by alert_id",
                        Object[].class)
                .setMaxResults(10_000)
                .getResultList()
                .map(rows -> rows.stream().map(Unheard::of).toList());
    }

    /**
     * Has the desk asked about each alert that a partner calls resolved, in the caller's transaction: an older version writes down no time for
     * that, and a clock that was wrong one too late.
     */
    public Uni<Void> ask(Mutiny.Session session) {
        return session.createNativeQuery("""
                        update alert set decide_by = ?1 where state = 'RESOLVED' and (decide_by > ?1
                            or decide_by is null and decision is distinct from 'CANCELLED' and heard >= said)""")
                .setParameter(1, decideBy())
                .executeUpdate()
                .replaceWithVoid();
    }

    private Instant decideBy() {
        return clocks.decideBy(clock.instant());
    }

    /** The alert, locked against other decisions and changes until the transaction ends. */
    static Uni<Alert> locked(Mutiny.Session session, UUID alertId) {
        return session.find(Alert.class, alertId, LockModeType.PESSIMISTIC_WRITE);
    }
}

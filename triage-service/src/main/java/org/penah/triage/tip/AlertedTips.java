package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.AlertChanged;
import org.penah.triage.alert.AlertOfTip;
import org.penah.triage.alert.AlertSql;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.journal.FactRows;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.row.FirstRows;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Finds tips by their alerts: for the journal, and for the timer that ends alerts. */
@ApplicationScoped
public class AlertedTips {

    /** SQL: the ids of the tips about whose alert the desk has decided. */
    public static final String DECIDED = "select t.tip_id from tip t where " + AlertOfTip.DECISION + " is not null";

    /** SQL: the ids of the tips whose alert was set aside. */
    public static final String ASIDE = "select t.tip_id from tip t where " + AlertOfTip.ASIDE + " is not null";

    /** SQL: the id of the tip that has the alert {@code ?1}, locked: the tip comes before its alert, as everywhere. */
    public static final String LOCKED_OF_ALERT = "select tip_id from tip where alert_id = ?1 for update";

    /** Its tip did not come, is gone, or is sealed to a key that nobody holds. */
    private static final String ORPHANED = "select o.alert_id from " + AlertSql.UNENDED
            + " o where not exists (select from tip t where t.alert_id = o.alert_id and (t.queue, t.epoch) in "
            + Keyring.EPOCHS + ")";

    /** SQL: the ids of the tips about whose alert the desk said something, and notify-service has not said that it took that. */
    public static final String UNHEARD = "(select t.tip_id from tip t where t.alert_id in " + AlertSql.UNHEARD + ")";

    /** SQL: the same, of the alerts whose ids are in the text {@code ?2}; the {@code place} of each is that there. */
    public static final String STILL_UNHEARD =
            "(select t.tip_id, position(cast(t.alert_id as text) in cast(?2 as text)) as place from tip t"
                    + " where t.alert_id = any (cast(string_to_array(cast(?2 as text), ' ') as uuid[]))"
                    + " and t.alert_id in " + AlertSql.UNHEARD + ")";

    /**
     * Of a tip {@code t} with an alert {@code r}: nobody is called to one that came in a flood and lies folded, if the desk has not confirmed it.
     * One that was put back and found to be junk after that is folded again, but by what staff read: it is one like any other.
     */
    private static final String NO_FLOOD = "not (t.flood and t.folded and not t.aside_by_junk and not r.confirmed)";

    /**
     * SQL: those whose alert a partner calls resolved, and about which nobody has decided by their time, which has passed at {@code ?1}. The
     * {@code place} of each: those first whose alert the desk had confirmed, then the longest overdue.
     */
    public static final String UNDECIDED =
            "(select t.tip_id, (not r.confirmed, r.decide_by) as place from tip t join " + AlertSql.SAID_RESOLVED
                    + " r on r.alert_id = t.alert_id where r.decide_by < cast(?1 as timestamptz) and " + NO_FLOOD + ")";

    /** The clock of {@link Tip#settle} for a tip with an alert, in SQL: what notify-service says must not fail at a tip that cannot be read. */
    private static final String UNFOLD = "update tip set folded = false, decide_by = case when first_opened is not null"
            + " and lane = 'IMMINENT' and closed_on is null and not unreadable and not decided"
            + " and coalesce(finding, 'PLAUSIBLE') in ('PLAUSIBLE', 'VERIFIED') then cast(?2 as timestamptz) end"
            + " where alert_id = ?1";

    private static final int MOST_AT_A_TIME = 100;

    /** More than a flood leaves open; beyond, none can be asked for. */
    private static final int MOST_ORPHANS = 10_000;

    /** The same of what is to be cancelled: those that fail each time come first, and hold up no other. */
    private static final int MOST_TO_CANCEL = 10_000;

    /**
     * The alert of a tip.
     *
     * @param what was asked for of it
     */
    public record OfTip(UUID tipId, UUID alertId, String what) {}

    /**
     * A tip whose alert somebody asked to cancel, and nobody has kept in time.
     *
     * @param isRead whether somebody has opened it
     * @param isFolded whether it is behind the others of its lane, as one of a flood
     * @param readers members who hold the key of its epoch
     */
    public record ToCancel(
            UUID tipId, UUID alertId, ReportedDanger danger, boolean isRead, boolean isFolded, List<String> readers) {}

    private final Mutiny.SessionFactory sessions;
    private final Keyring keyring;
    private final UnreadableRows unreadable;
    private final Tips tips;
    private final Clock clock;

    AlertedTips(Mutiny.SessionFactory sessions, Keyring keyring, UnreadableRows unreadable, Tips tips, Clock clock) {
        this.tips = tips;
        this.sessions = sessions;
        this.keyring = keyring;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /** What the desk decided about the alerts of these tips; a tip is left out if nothing was decided. */
    public static Uni<List<OfTip>> decisions(Mutiny.Session session, List<String> tipIds) {
        return of(session, tipIds, AlertOfTip.DECISION);
    }

    /** The states of the alerts of these tips. */
    public static Uni<List<OfTip>> states(Mutiny.Session session, List<String> tipIds) {
        return of(session, tipIds, AlertOfTip.STATE);
    }

    /** Who has set the alerts of these tips aside, and why; a tip is left out if nobody has. */
    public static Uni<List<OfTip>> asides(Mutiny.Session session, List<String> tipIds) {
        return of(session, tipIds, AlertOfTip.ASIDE);
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

    /**
     * The alerts of tips of these queues that a partner calls resolved, and about which the desk has not decided since: those first that it
     * had confirmed, then those that wait longest; at most a hundred.
     */
    public static Uni<FirstRows<OfTip>> saidResolved(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select t.tip_id, t.alert_id" + FirstRows.ALL + " from tip t join " + AlertSql.SAID_RESOLVED
                                + " r on r.alert_id = t.alert_id where t.queue in (?1) and r.cancelling_by is null and "
                                + NO_FLOOD
                                + " order by r.confirmed desc, r.decide_by, t.tip_id",
                        Object[].class)
                .setParameter(1, queues)
                .setMaxResults(MOST_AT_A_TIME)
                .getResultList()
                .map(rows -> FirstRows.of(rows, row -> new OfTip((UUID) row[0], (UUID) row[1], "resolved")));
    }

    /**
     * A member's requests to cancel alerts of a queue whose tips nobody has opened.
     *
     * @param due when the first takes effect
     */
    public record CancellingUnread(String queue, String by, long count, Instant due) {

        private static CancellingUnread of(Object[] row) {
            return new CancellingUnread(
                    (String) row[0], (String) row[1], (long) row[2], ((OffsetDateTime) row[3]).toInstant());
        }
    }

    /** What members ask to cancel in these queues though nobody has read it, what takes effect first. */
    public static Uni<List<CancellingUnread>> cancellingUnread(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select t.queue, c.cancelling_by, count(*), min(c.cancelling_due) as due from tip t join "
                                + AlertSql.CANCELLING
                                + " c on c.alert_id = t.alert_id where t.queue in (?1) and t.first_opened is null"
                                + " group by t.queue, c.cancelling_by order by due, t.queue, c.cancelling_by",
                        Object[].class)
                .setParameter(1, queues)
                .setMaxResults(MOST_AT_A_TIME)
                .getResultList()
                .map(rows -> rows.stream().map(CancellingUnread::of).toList());
    }

    /** How many tips there are about whose alert, which a partner calls resolved, nobody had decided in time by then. */
    public static Uni<Long> undecided(Mutiny.Session session, Instant now) {
        return session.createNativeQuery("select count(*) from " + UNDECIDED + " waits", Long.class)
                .setParameter(1, now)
                .getSingleResult();
    }

    /** The tips of those of these alerts that are still unheard, in these queues and in the alerts' order; at most a hundred. */
    public static Uni<FirstRows<UUID>> unheard(Mutiny.Session session, List<String> queues, List<UUID> alertIds) {
        return alertIds.isEmpty()
                ? Uni.createFrom().item(new FirstRows<>(List.of(), 0))
                : session.createNativeQuery(
                                "select t.tip_id, t.alert_id from tip t where t.queue in (?1) and t.alert_id in (?2)"
                                        + " and t.alert_id in " + AlertSql.UNHEARD,
                                Object[].class)
                        .setParameter(1, queues)
                        .setParameter(2, alertIds)
                        .getResultList()
                        .map(rows ->
                                rows.stream().collect(Collectors.toMap(row -> (UUID) row[1], row -> (UUID) row[0])))
                        .map(tips -> new FirstRows<>(
                                alertIds.stream()
                                        .filter(tips::containsKey)
                                        .map(tips::get)
                                        .limit(MOST_AT_A_TIME)
                                        .toList(),
                                Math.max(0, tips.size() - MOST_AT_A_TIME)));
    }

    /**
     * The alerts that nobody has ended, and that no member can reach by a tip: those first that the desk had confirmed, then the oldest; at most
     * ten thousand.
     */
    public static Uni<List<UUID>> orphans(Mutiny.Session session) {
        return session.createNativeQuery(
                        ORPHANED + " order by o.confirmed desc, o.noted_on nulls first, o.alert_id", UUID.class)
                .setMaxResults(MOST_ORPHANS)
                .getResultList();
    }

    /** Those of these alerts that go on, and that no member can reach by a tip. */
    public static Uni<List<UUID>> orphansOf(Mutiny.Session session, List<UUID> alertIds) {
        return session.createNativeQuery(ORPHANED + " and o.alert_id in (?1)", UUID.class)
                .setParameter(1, alertIds)
                .getResultList();
    }

    /** Puts the tip of this alert, which is locked, back among the others of its lane. */
    public Uni<Void> unfold(Mutiny.Session session, AlertChanged changed) {
        return unfold(session, UNFOLD, changed).replaceWithVoid();
    }

    /** The same if the edge saw it in a flood; whether it was among the folded ones. */
    public Uni<Boolean> unfoldMarked(Mutiny.Session session, AlertChanged changed) {
        return unfold(session, UNFOLD + " and flood and folded", changed).map(tips -> tips > 0);
    }

    private Uni<Integer> unfold(Mutiny.Session session, String unfold, AlertChanged changed) {
        return session.createNativeQuery(unfold)
                .setParameter(1, changed.alertId())
                .setParameter(2, tips.decideBy())
                .executeUpdate();
    }

    /** Nobody asks any longer to cancel the alert of this tip: unless it was confirmed, somebody is to decide about it. */
    public Uni<Void> kept(Mutiny.Session session, OpenTip tip) {
        return kept(session, tip.id());
    }

    /** The same, where it was due to be cancelled. */
    public Uni<Void> kept(Mutiny.Session session, ToCancel tip) {
        return kept(session, tip.tipId());
    }

    private Uni<Void> kept(Mutiny.Session session, UUID tipId) {
        return session.find(Tip.class, tipId, LockModeType.PESSIMISTIC_WRITE)
                .chain(tip -> session.flush()
                        .chain(() -> decisions(session, List.of(tipId.toString())))
                        .invoke(decisions -> {
                            tip.decided = !decisions.isEmpty();
                            tips.settle(tip);
                        }))
                .replaceWithVoid();
    }

    /** Passes on each tip whose alert is to be cancelled now, the longest due first, locked and in a separate transaction. */
    public Uni<Void> eachToCancel(BiFunction<Mutiny.Session, ToCancel, Uni<Void>> cancel) {
        return sessions.withSession(this::toCancel)
                .chain(due -> unreadable.change(
                        Table.TIP,
                        due,
                        (session, tipId) -> session.find(Tip.class, tipId, LockModeType.PESSIMISTIC_WRITE)
                                .chain(tip -> tip == null || tip.alertId == null
                                        ? Uni.createFrom().voidItem()
                                        : toCancel(session, tip, tip.alertId)
                                                .chain(locked -> cancel.apply(session, locked)))));
    }

    private Uni<List<UUID>> toCancel(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select t.tip_id from tip t join " + AlertSql.TO_CANCEL
                                + " a on a.alert_id = t.alert_id where a.cancelling_due <= ?1 order by a.cancelling_due, t.tip_id",
                        UUID.class)
                .setParameter(1, clock.instant())
                .setMaxResults(MOST_TO_CANCEL)
                .getResultList();
    }

    private Uni<ToCancel> toCancel(Mutiny.Session session, Tip tip, UUID alertId) {
        return keyring.readersOf(session, tip.queue, tip.epoch)
                .map(readers ->
                        new ToCancel(tip.tipId, alertId, tip.danger(), tip.firstOpened != null, tip.folded, readers));
    }
}

package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;
import org.penah.triage.threat.Lane;
import org.penah.triage.withdrawal.Withdrawn;

/** Finds tips for a member; one of a queue whose key the member does not hold is as if it were not there. */
@ApplicationScoped
public class Tips {

    /** As many as a screen shows and a poll can carry. */
    static final int PAGE_SIZE = 50;

    private final Keyring keyring;
    private final Alerts alerts;
    private final ClockConfig clocks;
    private final Clock clock;
    private final UnreadableRows unreadable;

    Tips(Keyring keyring, Alerts alerts, ClockConfig clocks, Clock clock, UnreadableRows unreadable) {
        this.keyring = keyring;
        this.alerts = alerts;
        this.clocks = clocks;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    /** Fails with a problem if there is no such tip for the member. */
    public Uni<OpenTip> open(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId).map(OpenTip::new);
    }

    /** The same, locked against other changes until the transaction ends. */
    public Uni<OpenTip> lock(Mutiny.Session session, Member member, UUID tipId) {
        return locked(session, member, tipId).map(OpenTip::new);
    }

    /** Fails with a problem if there is no such tip for the member. */
    Uni<Tip> find(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.NONE);
    }

    /** Notes that staff have raised an alert about a tip that came without one. */
    public Uni<Void> giveAlert(Mutiny.Session session, OpenTip tip, UUID alertId) {
        tip.row().alertId = alertId;
        return session.flush();
    }

    /** Members who can be one of two people about this tip: see {@link Keyring#readersOf}. */
    public Uni<List<String>> readersOf(Mutiny.Session session, OpenTip tip) {
        return keyring.readersOf(session, tip.row().queue, tip.row().epoch);
    }

    /** Members who can be one of two that call this tip unreadable: perhaps nobody can open its epoch's key any longer. */
    public Uni<List<String>> mayCallUnreadable(Mutiny.Session session, OpenTip tip) {
        return keyring.readersUpTo(session, tip.row().queue, tip.row().epoch);
    }

    /** Those of these tips that are in these queues. */
    public static Uni<List<UUID>> ofQueues(Mutiny.Session session, Collection<UUID> tipIds, Collection<String> queues) {
        return session.createQuery("select t.tipId from Tip t where t.tipId in :ids and t.queue in :queues", UUID.class)
                .setParameter("ids", tipIds)
                .setParameter("queues", queues)
                .getResultList();
    }

    /** The same, locked against other changes until the transaction ends. */
    Uni<Tip> locked(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Places a new tip in the list. */
    Tip received(TipReceived received, Withdrawn withdrawn) {
        Tip tip = Tip.of(received, withdrawn, clock.instant());
        settle(tip);
        return tip;
    }

    /** Recomputes a tip's place after a change. */
    void settle(Tip tip) {
        tip.settle(clocks, clock.instant());
    }

    /** Somebody looks; says whether this was the first look. */
    boolean look(Tip tip) {
        boolean first = tip.open(clock.instant());
        settle(tip);
        return first;
    }

    private Uni<Tip> find(Mutiny.Session session, Member member, UUID tipId, LockModeType lock) {
        return keyring.queuesOf(session, member)
                .chain(queues -> session.find(Tip.class, tipId, lock).map(tip -> {
                    if (tip == null || !queues.contains(tip.queue)) {
                        throw ProblemException.notFound();
                    }
                    return tip;
                }));
    }

    Uni<TipView> view(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId)
                .chain(tip -> alertsOf(session, List.of(tip))
                        .chain(known -> tagsOf(session, List.of(tip))
                                .map(tags -> TipView.of(
                                        tip,
                                        tip.replyTo,
                                        alertOf(tip, known),
                                        tags.getOrDefault(tip.tipId, List.of())))));
    }

    /** One page of the list. */
    Uni<TipPage> list(Mutiny.Session session, Member member, TipFilter filter, Cursor after) {
        return keyring.queuesOf(session, member)
                .map(queues -> chosen(queues, filter.queue()))
                .chain(queues -> tips(session, queues, filter, member, after)
                        .chain(tips -> shown(session, tips, queues, filter, member, after)));
    }

    private Uni<TipPage> shown(
            Mutiny.Session session,
            List<Tip> tips,
            List<String> queues,
            TipFilter filter,
            Member member,
            Cursor after) {
        return alertsOf(session, tips)
                .chain(alerts -> tagsOf(session, tips)
                        .chain(tags -> folds(session, queues, filter, member, after.isStart())
                                .map(folds -> page(tips, alerts, tags, folds))));
    }

    private Uni<List<Tip>> tips(
            Mutiny.Session session, List<String> queues, TipFilter filter, Member member, Cursor after) {
        return selected("", Tip.class, session, queues, filter, member, after)
                .onFailure()
                .recoverWithUni(() -> readable(queues, filter, member, after));
    }

    /** The same, read one by one; again if there are unreadable ones among them, so that others fill up the page. */
    private Uni<List<Tip>> readable(List<String> queues, TipFilter filter, Member member, Cursor after) {
        return unreadable
                .fresh(session -> selected("select t.tipId ", UUID.class, session, queues, filter, member, after))
                .chain(ids -> unreadable
                        .each(Table.TIP, ids, (session, id) -> session.find(Tip.class, id))
                        .chain(tips -> tips.size() == ids.size()
                                ? Uni.createFrom().item(tips)
                                : readable(queues, filter, member, after)));
    }

    private <T> Uni<List<T>> selected(
            String what,
            Class<T> type,
            Mutiny.Session session,
            List<String> queues,
            TipFilter filter,
            Member member,
            Cursor after) {
        Set<UUID> aside = unreadable.ids(Table.TIP);
        Mutiny.SelectionQuery<T> query = filter.bind(
                session.createQuery(
                        what + "from Tip t where t.queue in :queues and " + filter.condition()
                                + (filter.folded() ? " and " + TipFilter.FOLDED : "")
                                + (filter.folds() ? " and not " + TipFilter.FOLDED : "")
                                + " and (t.place, t.tipId) > (:place, :tipId)"
                                + (aside.isEmpty() ? "" : " and t.tipId not in :aside")
                                + " order by t.place, t.tipId",
                        type),
                member);
        if (!aside.isEmpty()) {
            query.setParameter("aside", aside);
        }
        return query.setParameter("queues", queues)
                .setParameter("place", after.place())
                .setParameter("tipId", after.tipId())
                .setMaxResults(PAGE_SIZE + 1)
                .getResultList();
    }

    private Uni<List<TipPage.Fold>> folds(
            Mutiny.Session session, List<String> queues, TipFilter filter, Member member, boolean first) {
        if (!filter.folds() || !first) {
            return Uni.createFrom().item(List.of());
        }
        return filter.bind(
                        session.createQuery(
                                "select t.lane, count(*), sum(case when t.firstOpened is null then 1 else 0 end) from Tip t"
                                        + " where t.queue in :queues and " + filter.condition()
                                        + " and " + TipFilter.FOLDED + " group by t.lane",
                                Object[].class),
                        member)
                .setParameter("queues", queues)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new TipPage.Fold((Lane) row[0], (long) row[1], (long) row[2]))
                        .toList());
    }

    private static List<String> chosen(List<String> queues, @Nullable String queue) {
        if (queue == null) {
            return queues;
        }
        if (!queues.contains(queue)) {
            throw ProblemException.notFound();
        }
        return List.of(queue);
    }

    private static TipPage page(
            List<Tip> tips, Map<UUID, AlertView> alerts, Map<UUID, List<UUID>> tags, List<TipPage.Fold> folds) {
        List<Tip> shown = tips.subList(0, Math.min(tips.size(), PAGE_SIZE));
        String next = shown.size() == tips.size()
                ? null
                : Cursor.at(shown.get(PAGE_SIZE - 1)).toString();
        return new TipPage(
                shown.stream()
                        .map(tip -> brief(tip, alertOf(tip, alerts), tags.getOrDefault(tip.tipId, List.of())))
                        .toList(),
                next,
                folds);
    }

    private static TipView brief(Tip tip, @Nullable AlertView alert, List<UUID> tags) {
        return TipView.of(tip, null, alert == null ? null : alert.brief(), tags);
    }

    private static Uni<Map<UUID, List<UUID>>> tagsOf(Mutiny.Session session, Collection<Tip> tips) {
        if (tips.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(
                        "select tip_id, tag_id from tip_tag where tip_id in (?1) order by tag_id", Object[].class)
                .setParameter(1, tips.stream().map(tip -> tip.tipId).toList())
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> (UUID) row[0], Collectors.mapping(row -> (UUID) row[1], Collectors.toList()))));
    }

    private Uni<Map<UUID, AlertView>> alertsOf(Mutiny.Session session, Collection<Tip> tips) {
        List<UUID> alertIds =
                tips.stream().map(tip -> tip.alertId).filter(Objects::nonNull).toList();
        return alertIds.isEmpty() ? Uni.createFrom().item(Map.of()) : alerts.views(session, alertIds);
    }

    private static @Nullable AlertView alertOf(Tip tip, Map<UUID, AlertView> alerts) {
        return tip.alertId == null ? null : alerts.get(tip.alertId);
    }
}

package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.penah.triage.list.Assignee;
import org.penah.triage.list.Cursor;
import org.penah.triage.list.TipFilter;
import org.penah.triage.list.TipPage;
import org.penah.triage.list.TipView;
import org.penah.triage.obligation.Obligation;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** The list of the tips that a member can see, and each as the console shows it. */
@ApplicationScoped
public class TipList {

    /** As many as a screen shows and a poll can carry. */
    static final int PAGE_SIZE = 50;

    private final Tips tips;
    private final Keyring keyring;
    private final Alerts alerts;
    private final KeptCounts counts;
    private final UnreadableRows unreadable;

    TipList(Tips tips, Keyring keyring, Alerts alerts, KeptCounts counts, UnreadableRows unreadable) {
        this.tips = tips;
        this.keyring = keyring;
        this.alerts = alerts;
        this.counts = counts;
        this.unreadable = unreadable;
    }

    /** One tip. */
    public Uni<TipView> view(Mutiny.Session session, Member member, UUID tipId) {
        return tips.find(session, member, tipId)
                .chain(tip -> alertsOf(session, List.of(tip))
                        .chain(known -> tagsOf(session, List.of(tip))
                                .map(tags -> view(
                                        tip,
                                        tip.replyTo,
                                        alertOf(tip, known),
                                        tags.getOrDefault(tip.tipId, List.of())))));
    }

    /** One page of the list. */
    public Uni<TipPage> list(Mutiny.Session session, Member member, TipFilter filter, Cursor after) {
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
                        .chain(tags -> standing(session, queues, filter, member, after.isStart())
                                .map(standing -> page(tips, alerts, tags, standing))));
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
                .fresh(session -> selected("select l.tipId ", UUID.class, session, queues, filter, member, after))
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
        // A page of each queue: an index has each queue's tips in order, and none those of several.
        Mutiny.SelectionQuery<T> query = FilterSql.bind(
                filter,
                session.createQuery(
                        what + "from Tip l where l.tipId in (select p.tipId"
                                + " from " + Keyring.EACH_OF_QUEUES + " q"
                                + " join lateral (select t.tipId as tipId, t.sortKey as sortKey from Tip t"
                                + " where t.queue = q.queue and " + FilterSql.condition(filter)
                                + (filter.folded() ? " and " + FilterSql.FOLDED : "")
                                + (filter.folds() ? " and not " + FilterSql.FOLDED : "")
                                + " and (t.sortKey, t.tipId) > (:sortKey, :tipId)"
                                + (aside.isEmpty() ? "" : " and t.tipId not in :aside")
                                + " order by t.sortKey, t.tipId limit :most) p"
                                + " order by p.sortKey, p.tipId limit :most)"
                                + " order by l.sortKey, l.tipId",
                        type),
                member);
        if (!aside.isEmpty()) {
            query.setParameter("aside", aside);
        }
        return query.setParameter("queues", queues)
                .setParameter("sortKey", after.sortKey())
                .setParameter("tipId", after.tipId())
                .setParameter("most", PAGE_SIZE + 1)
                .getResultList();
    }

    /** Only for the first part. */
    private Uni<StandingTips> standing(
            Mutiny.Session session, List<String> queues, TipFilter filter, Member member, boolean first) {
        return first
                ? counts.of(session, queues, filter, member)
                : Uni.createFrom().item(StandingTips.none(filter));
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
            List<Tip> tips, Map<UUID, AlertView> alerts, Map<UUID, List<UUID>> tags, StandingTips standing) {
        List<Tip> shown = tips.subList(0, Math.min(tips.size(), PAGE_SIZE));
        String next = shown.size() == tips.size()
                ? null
                : cursor(shown.get(PAGE_SIZE - 1)).toString();
        return new TipPage(
                shown.stream()
                        .map(tip -> brief(tip, alertOf(tip, alerts), tags.getOrDefault(tip.tipId, List.of())))
                        .toList(),
                next,
                standing.folds(),
                standing.totals());
    }

    private static TipView brief(Tip tip, @Nullable AlertView alert, List<UUID> tags) {
        return view(tip, null, alert == null ? null : alert.brief(), tags);
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

    private static Cursor cursor(Tip tip) {
        return new Cursor(tip.sortKey, tip.tipId);
    }

    private static TipView view(Tip tip, @Nullable String replyTo, @Nullable AlertView alert, List<UUID> tags) {
        return new TipView(
                tip.tipId,
                tip.queue,
                tip.epoch,
                tip.lane,
                tip.language,
                tip.threat(),
                tip.consents(),
                tip.sealing,
                tip.sizeClass,
                tip.day,
                tip.dueBy,
                tip.firstOpened,
                tip.decideBy,
                tip.isFolded(),
                tip.withdrawnOn,
                tip.erasingDue,
                replyTo,
                tip.assignee == null ? null : new Assignee(tip.assignee, tip.assignedUntil),
                tip.finding,
                tip.staffLane != null,
                tip.obligation == null || tip.obligationBy == null
                        ? null
                        : new Obligation(tip.obligation, tip.obligationBy),
                tip.overdue,
                tip.closedOn,
                tip.legalHold,
                tip.answerWaived,
                tip.answeredOn,
                tip.movedBy,
                tags,
                alert);
    }
}

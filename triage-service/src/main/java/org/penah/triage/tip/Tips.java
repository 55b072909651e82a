package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Alerts;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Lane;

/** Finds tips for a member; one of a queue whose key the member does not hold is as if it were not there. */
@ApplicationScoped
public class Tips {

    /** As many as a screen shows and a poll can carry. */
    static final int PAGE_SIZE = 50;

    private final Keyring keyring;
    private final Alerts alerts;

    Tips(Keyring keyring, Alerts alerts) {
        this.keyring = keyring;
        this.alerts = alerts;
    }

    /** Fails with a problem if there is no such tip for the member. */
    public Uni<Void> require(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId).replaceWithVoid();
    }

    /** Fails with a problem if there is no such tip for the member. */
    Uni<Tip> find(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.NONE);
    }

    /** Who works at a tip, which is locked against other changes until the transaction ends; a problem if there is none. */
    public Uni<Optional<Holder>> holder(Mutiny.Session session, Member member, UUID tipId) {
        return locked(session, member, tipId)
                .map(tip -> Optional.ofNullable(tip.holder).map(name -> new Holder(name, tip.heldUntil)));
    }

    /** Gives a tip that was found by {@link #holder} into somebody's hands, or into nobody's. */
    public Uni<Void> hold(Mutiny.Session session, UUID tipId, @Nullable Holder holder) {
        return session.find(Tip.class, tipId)
                .invoke(tip -> {
                    tip.holder = holder == null ? null : holder.name();
                    tip.heldUntil = holder == null ? null : holder.until();
                })
                .replaceWithVoid();
    }

    /** Notes what staff made of a tip that was found by {@link #holder}; a problem if danger would be junk unread. */
    public Uni<Void> find(Mutiny.Session session, UUID tipId, Finding finding) {
        return session.find(Tip.class, tipId)
                .invoke(tip -> {
                    boolean junk = finding == Finding.JUNK;
                    Aside.isNews(tip.isAside(), junk || tip.isAside(), tip.threat(), tip.firstOpened != null);
                    tip.find(finding);
                })
                .replaceWithVoid();
    }

    public Uni<String> queueOf(Mutiny.Session session, UUID tipId) {
        return session.find(Tip.class, tipId).map(tip -> tip.queue);
    }

    /** The same, locked against other changes until the transaction ends. */
    Uni<Tip> locked(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.PESSIMISTIC_WRITE);
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
                .chain(tip -> alertsOf(session, List.of(tip)).map(known -> TipView.of(tip, alertOf(tip, known))));
    }

    /**
     * One page of the list.
     *
     * @param queue all of the member's queues if absent
     * @param folded the folded tips and no others; otherwise they are only counted
     */
    Uni<TipPage> list(
            Mutiny.Session session,
            Member member,
            @Nullable String queue,
            Set<Lane> lanes,
            boolean folded,
            Cursor after) {
        return keyring.queuesOf(session, member)
                .map(queues -> chosen(queues, queue))
                .chain(queues -> tips(session, queues, lanes, folded, after)
                        .chain(tips -> alertsOf(session, tips)
                                .chain(alerts -> folds(session, queues, lanes, !folded && after.isStart())
                                        .map(folds -> page(tips, alerts, folds)))));
    }

    private static Uni<List<Tip>> tips(
            Mutiny.Session session, List<String> queues, Set<Lane> lanes, boolean folded, Cursor after) {
        return session.createQuery("""
                        from Tip t where t.queue in :queues and t.lane in :lanes and t.folded = :folded
                        and (t.place, t.tipId) > (:place, :tipId)
                        order by t.place, t.tipId""", Tip.class)
                .setParameter("queues", queues)
                .setParameter("lanes", lanes)
                .setParameter("folded", folded)
                .setParameter("place", after.place())
                .setParameter("tipId", after.tipId())
                .setMaxResults(PAGE_SIZE + 1)
                .getResultList();
    }

    private static Uni<List<TipPage.Fold>> folds(
            Mutiny.Session session, List<String> queues, Set<Lane> lanes, boolean wanted) {
        if (!wanted) {
            return Uni.createFrom().item(List.of());
        }
        return session.createQuery("""
                        select t.lane, count(*), sum(case when t.firstOpened is null then 1 else 0 end) from Tip t
                        where t.queue in :queues and t.lane in :lanes and t.folded group by t.lane""", Object[].class)
                .setParameter("queues", queues)
                .setParameter("lanes", lanes)
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

    private static TipPage page(List<Tip> tips, Map<UUID, AlertView> alerts, List<TipPage.Fold> folds) {
        List<Tip> shown = tips.subList(0, Math.min(tips.size(), PAGE_SIZE));
        String next = shown.size() == tips.size()
                ? null
                : Cursor.at(shown.get(PAGE_SIZE - 1)).toString();
        return new TipPage(
                shown.stream()
                        .map(tip -> TipView.of(tip, alertOf(tip, alerts)).brief())
                        .toList(),
                next,
                folds);
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

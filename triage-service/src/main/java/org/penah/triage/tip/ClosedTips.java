package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertOfTip;
import org.penah.triage.keyring.QueueEpochs;

/** Finds tips whose work is done, and deletes them when their time has come. */
@ApplicationScoped
public class ClosedTips {

    /**
     * The facts that decide about deleting a tip.
     *
     * @param unreadable whether the keys of its epoch were destroyed
     * @param alertIsOver true if there is no alert, or if the alert is over
     */
    public record Closed(
            UUID tipId,
            String queue,
            @Nullable UUID alertId,
            boolean unreadable,
            @Nullable LocalDate firstOpened,
            @Nullable LocalDate closedOn,
            boolean legalHold,
            boolean alertIsOver) {

        static Closed of(Object[] row) {
            return new Closed(
                    (UUID) row[0],
                    (String) row[1],
                    (UUID) row[2],
                    (boolean) row[3],
                    (LocalDate) row[4],
                    (LocalDate) row[5],
                    (boolean) row[6],
                    row[2] == null || (boolean) row[7]);
        }
    }

    private final BlobDeletionQueue deletions;

    ClosedTips(BlobDeletionQueue deletions) {
        this.deletions = deletions;
    }

    /**
     * The tips that were closed long enough ago, the longest first, locked until the transaction ends; those that nobody can open
     * after a day.
     *
     * @param daysOf how long each of these queues keeps a closed tip
     * @param days how long the others do
     */
    public Uni<List<Closed>> due(
            Mutiny.Session session, LocalDate today, Map<String, Integer> daysOf, int days, int most) {
        return session.createNativeQuery("""
                        select t.tip_id, t.queue, t.alert_id, %1$s, t.first_opened, t.closed_on, t.legal_hold, %2$s
                        from tip t
                        where t.closed_on <= cast(?1 as date) - case when %1$s then 1
                                else coalesce(cast(cast(cast(?2 as text) as jsonb) ->> t.queue as integer), ?3) end
                            and not t.legal_hold and (t.alert_id is null or %2$s)
                        order by t.closed_on limit ?4 for update of t skip locked""".formatted(QueueEpochs.IS_DESTROYED, AlertOfTip.IS_OVER), Object[].class)
                .setParameter(1, today)
                .setParameter(2, new JsonObject(Map.copyOf(daysOf)).encode())
                .setParameter(3, days)
                .setParameter(4, most)
                .getResultList()
                .map(rows -> rows.stream().map(Closed::of).toList());
    }

    /** Deletes a tip and its dependents, in the caller's transaction; its sealed file is deleted next. */
    public Uni<Void> delete(Mutiny.Session session, Closed tip) {
        return deletions.deleteTip(session, tip.tipId());
    }

    /** Keeps everybody from the tips of an epoch until the caller's transaction ends. */
    public Uni<Void> lock(Mutiny.Session session, String queue, int epoch) {
        return session.createNativeQuery("select 1 from tip where queue = ?1 and epoch = ?2 for update", Integer.class)
                .setParameter(1, queue)
                .setParameter(2, epoch)
                .getResultList()
                .replaceWithVoid();
    }

    /** Those of these alerts that no tip has. */
    public Uni<List<UUID>> withoutTip(Mutiny.Session session, Collection<UUID> alertIds) {
        if (alertIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createQuery("select t.alertId from Tip t where t.alertId in :ids", UUID.class)
                .setParameter("ids", alertIds)
                .getResultList()
                .map(taken -> alertIds.stream()
                        .filter(alertId -> !taken.contains(alertId))
                        .toList());
    }
}

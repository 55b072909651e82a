package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.row.FirstRows;

/** Finds imminent tips that wait for somebody: to open them, or, once it is too late, to decide about them. */
public final class WaitingTips {

    /**
     * SQL: the imminent ones, and those that were moved to a queue where nobody has; those of a flood, and those that their source erases, are left
     * out. The {@code place} of each: most urgent first.
     */
    public static final String IMMINENT =
            "(select tip_id, sort_key as place from tip where lane = 'IMMINENT' and first_opened is null and not folded"
                    + " and closed_on is null and erasing_due is null"
                    + " union all select tip_id, sort_key from tip where moved_by is not null and lane = 'IMMINENT'"
                    + " and first_opened is not null and not folded and closed_on is null)";

    /**
     * SQL: those that somebody opened, and that nobody has decided about by their time, which has passed at {@code ?1}. The {@code place} of
     * each: those first that somebody let go of, then the longest overdue.
     */
    public static final String UNDECIDED =
            "(select tip_id, let_go_by, (let_go_by is null, decide_by, sort_key) as place from tip"
                    + " where decide_by < cast(?1 as timestamptz))";

    /**
     * One of these.
     *
     * @param heldBy who had it when their hold ended; absent if nobody had, or somebody has taken it since
     */
    public record Undecided(UUID tipId, @Nullable String heldBy) {}

    /** More than a desk shows; who has so many needs no more of them. */
    private static final int MOST = 100;

    private WaitingTips() {}

    /** The imminent ones of these queues that the member did not move there, most urgent first; at most {@value #MOST}. */
    public static Uni<FirstRows<UUID>> imminent(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery(
                        "select tip_id" + FirstRows.ALL
                                + " from tip where queue in (?1) and tip_id in (select tip_id from " + IMMINENT
                                + " i) and moved_by is distinct from ?2 order by sort_key",
                        Object[].class)
                .setParameter(1, queues)
                .setParameter(2, member.name())
                .setMaxResults(MOST)
                .getResultList()
                .map(rows -> FirstRows.of(rows, row -> (UUID) row[0]));
    }

    /** The undecided ones of these queues, those first that somebody let go of, then the longest overdue; at most {@value #MOST}. */
    public static Uni<FirstRows<Undecided>> undecided(Mutiny.Session session, List<String> queues, Instant now) {
        return session.createNativeQuery(
                        "select u.tip_id, u.let_go_by" + FirstRows.ALL + " from " + UNDECIDED + " u where "
                                + TipSql.queueOf("u.tip_id") + " in (?2) order by u.place",
                        Object[].class)
                .setParameter(1, now)
                .setParameter(2, queues)
                .setMaxResults(MOST)
                .getResultList()
                .map(rows -> FirstRows.of(rows, row -> new Undecided((UUID) row[0], (String) row[1])));
    }
}

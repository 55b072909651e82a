package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Tips that wait for somebody to open them. */
public final class WaitingTips {

    /** SQL: the imminent ones; those of a flood, and those that their source erases, are left out. */
    public static final String IMMINENT =
            "(select tip_id from tip where lane = 'IMMINENT' and first_opened is null and not folded"
                    + " and closed_on is null and erasing_due is null)";

    /** More than a desk shows; who has so many needs no more of them. */
    private static final int MOST = 100;

    private WaitingTips() {}

    /** The imminent ones of these queues, most urgent first; at most {@value #MOST}. */
    public static Uni<List<UUID>> imminent(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select tip_id from tip where queue in (?1) and tip_id in " + IMMINENT + " order by sort_key",
                        UUID.class)
                .setParameter(1, queues)
                .setMaxResults(MOST)
                .getResultList();
    }
}

package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;
import org.penah.triage.withdrawal.Withdrawn;

/**
 * Changes a tip as its source commands, in the caller's transaction. The caller must check that the source asked for it.
 *
 * <p>Nothing here reads a whole row, so that a source can erase one that is damaged.
 */
@ApplicationScoped
public class TipOfSource {

    // In no order: those that cannot be erased are not always the first.
    private static final String DUE = "select tip_id from tip where erasing_due <= ?1 order by random() limit 100";

    /** A tip that is here. */
    public static final class Here {

        private final UUID id;
        private final @Nullable String decisionKey;

        Here(UUID id, @Nullable String decisionKey) {
            this.id = id;
            this.decisionKey = decisionKey;
        }

        public UUID id() {
            return id;
        }

        /** Under which its source signs; null in tips from before there was such a key. */
        public @Nullable String decisionKey() {
            return decisionKey;
        }
    }

    /** Whether a tip that its source erases waits for a while first. */
    public enum Pause {
        BEGUN,
        RUNNING,
        NOT_NEEDED
    }

    private final Tips tips;
    private final BlobDeletionQueue deletions;
    private final Clock clock;

    TipOfSource(Tips tips, BlobDeletionQueue deletions, Clock clock) {
        this.tips = tips;
        this.deletions = deletions;
        this.clock = clock;
    }

    /**
     * Keeps a tip that arrives; nothing if it is here already.
     *
     * <p>The inbox drops a repeated event; this drops a tip that came in two events.
     *
     * @param withdrawn what its source took back before it came
     */
    public Uni<Optional<Here>> keep(Mutiny.Session session, TipReceived received, Withdrawn withdrawn) {
        return session.find(Tip.class, received.tipId())
                .chain(known -> known == null
                        ? keepNew(session, tips.received(received, withdrawn)).map(Optional::of)
                        : Uni.createFrom().item(Optional.<Here>empty()));
    }

    private Uni<Here> keepNew(Mutiny.Session session, Tip tip) {
        return deletions
                .lock(session, tip.blobId)
                .chain(() -> session.persist(tip))
                .replaceWith(new Here(tip.tipId, tip.decisionKey));
    }

    /** Queues for deletion the sealed file of a tip that is not kept: its source erased it before it came, or it is a canary tip. */
    public Uni<Void> refuse(Mutiny.Session session, TipReceived received) {
        return deletions.add(session, received.blobId());
    }

    public Uni<Optional<Here>> find(Mutiny.Session session, UUID tipId) {
        // Two columns: a row with a single null column would come back as no row.
        return session.createNativeQuery("select tip_id, decision_key from tip where tip_id = ?1", Object[].class)
                .setParameter(1, tipId)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> new Here(tipId, (@Nullable String) row[1])));
    }

    /** The danger that a tip reports or that staff found in it, with no more than an alert without consent says. */
    public Uni<ReportedDanger> thinDanger(Mutiny.Session session, Here tip) {
        return session.createNativeQuery("""
                        select alert_id, coalesce(found_who, threat_who), coalesce(found_when, threat_when), language
                        from tip where tip_id = ?1""", Object[].class)
                .setParameter(1, tip.id)
                .getSingleResult()
                .map(TipOfSource::thinDanger);
    }

    private static ReportedDanger thinDanger(Object[] row) {
        String when = (@Nullable String) row[2];
        Threat threat =
                new Threat(Threat.Who.valueOf((String) row[1]), when == null ? null : Threat.When.valueOf(when), null);
        return new ReportedDanger(
                (UUID) row[0], threat, false, new Consents(false, false), false, (String) row[3], null);
    }

    /**
     * Takes back what the source no longer allows.
     *
     * @param left what they still allow
     */
    public Uni<Void> takeBackConsents(Mutiny.Session session, Here tip, Consents left) {
        return session.createNativeQuery("""
                        update tip set consents_alert = consents_alert and ?2, consents_details = consents_details and ?3,
                            withdrawn_on = coalesce(withdrawn_on, ?4)
                        where tip_id = ?1""")
                .setParameter(1, tip.id)
                .setParameter(2, left.alert())
                .setParameter(3, left.details())
                .setParameter(4, LocalDate.now(clock))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Lets an erased tip stay until then, if it reports danger and nobody has read it. */
    public Uni<Pause> pause(Mutiny.Session session, Here tip, Instant due) {
        return session.createNativeQuery("""
                        with unread as (
                            select tip_id, erasing_due from tip where tip_id = ?1
                                and threat_who <> 'NONE' and (first_opened is null or unreadable)),
                        begun as (
                            update tip set erasing_due = ?2 from unread
                            where tip.tip_id = unread.tip_id and unread.erasing_due is null)
                        select erasing_due is null, 1 from unread""", Object[].class)
                .setParameter(1, tip.id)
                .setParameter(2, due)
                .getResultList()
                .map(rows ->
                        rows.isEmpty() ? Pause.NOT_NEEDED : (boolean) rows.get(0)[0] ? Pause.BEGUN : Pause.RUNNING);
    }

    /** Tips whose pause is over, at most 100. */
    public Uni<List<UUID>> pausedUntilNow(Mutiny.Session session) {
        return session.createNativeQuery(DUE, UUID.class)
                .setParameter(1, clock.instant())
                .getResultList();
    }

    /** Deletes it, also from under a legal hold: that binds staff and timers, and a source was promised that what they erase is gone. */
    public Uni<Void> erase(Mutiny.Session session, Here tip) {
        return deletions.deleteTip(session, tip.id);
    }
}

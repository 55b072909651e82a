package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.Finding;
import org.penah.triage.tip.Handling;
import org.penah.triage.tip.Holder;
import org.penah.triage.tip.Tips;

/** Keeps what was done with tips, and lets each step have its effect once. */
@ApplicationScoped
class Steps {

    /** More than any tip needs; every step may carry a sealed note. */
    static final int MOST = 500;

    private final Tips tips;
    private final Handling handling;
    private final Keyring keyring;
    private final Clock clock;

    Steps(Tips tips, Handling handling, Keyring keyring, Clock clock) {
        this.tips = tips;
        this.handling = handling;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** What was done with a tip, and what links another to it, oldest first. */
    Uni<List<StepView>> of(Mutiny.Session session, UUID tipId) {
        return session.createQuery("""
                        select s.stepId, s.day, s.who, s.kind, s.value, s.note is not null from Step s
                        where s.tipId = :tip or (s.kind = LINK and s.value = :name) order by s.position""", StepView.class)
                .setParameter("tip", tipId)
                .setParameter("name", tipId.toString())
                .getResultList();
    }

    /** What was noted, sealed to the tip's queue; fails with a problem if the tip has no such note. */
    Uni<byte[]> note(Mutiny.Session session, UUID tipId, UUID stepId) {
        return session.find(Step.class, stepId).map(step -> {
            if (step == null || !step.tipId.equals(tipId) || step.note == null) {
                throw ProblemException.notFound();
            }
            return step.note;
        });
    }

    /**
     * Takes a step in the caller's transaction.
     *
     * @return whether it is news; the same step asked for again is not
     */
    Uni<Boolean> take(
            Mutiny.Session session,
            Member who,
            UUID tipId,
            UUID stepId,
            Kind kind,
            @Nullable String value,
            byte @Nullable [] note) {
        return tips.holder(session, who, tipId)
                .chain(before -> insert(session, who, tipId, stepId, kind, value, note)
                        .chain(inserted -> inserted == 0
                                ? requireSame(session, who, tipId, stepId).replaceWith(false)
                                : effect(session, who, tipId, kind, value, before.orElse(null))
                                        .chain(() -> requireRoom(session, tipId))
                                        .replaceWith(true)));
    }

    private Uni<Void> effect(
            Mutiny.Session session,
            Member who,
            UUID tipId,
            Kind kind,
            @Nullable String value,
            @Nullable Holder before) {
        Instant now = clock.instant();
        String named = value == null ? "" : value;
        return switch (kind) {
            case NOTE -> Uni.createFrom().voidItem();
            case CLAIM -> handling.hold(session, tipId, Holding.claim(before, who, now));
            case RELEASE -> {
                Holding.release(before, who, now);
                yield handling.hold(session, tipId, null);
            }
            case ASSIGN ->
                tips.queueOf(session, tipId)
                        .chain(queue -> keyring.membersOf(session, queue))
                        .chain(colleagues ->
                                handling.hold(session, tipId, Holding.assign(before, who, named, colleagues, now)));
            case VET ->
                handling.find(
                        session,
                        tipId,
                        Finding.named(named)
                                .orElseThrow(() -> ProblemException.badRequest(
                                        "value is none of verified, plausible, unfounded, duplicate, junk")));
            case WEIGH -> handling.weigh(session, tipId, named);
            case TAG -> handling.tag(session, tipId, named);
            case UNTAG -> handling.untag(session, tipId, named);
            case CLOSE -> handling.close(session, tipId);
            case REOPEN -> handling.reopen(session, tipId);
            case KEEP -> handling.keep(session, who, tipId, true);
            case UNKEEP -> handling.keep(session, who, tipId, false);
            case EXCUSE -> handling.excuse(session, tipId, true);
            case OWE -> handling.excuse(session, tipId, false);
            case LINK -> link(session, who, tipId, named);
        };
    }

    /** Both tips must be the member's, and different. */
    private Uni<Void> link(Mutiny.Session session, Member who, UUID tipId, String other) {
        if (other.equals(tipId.toString()) || !other.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw ProblemException.badRequest("value is not the id of another tip");
        }
        return tips.require(session, who, UUID.fromString(other));
    }

    private Uni<Integer> insert(
            Mutiny.Session session,
            Member who,
            UUID tipId,
            UUID stepId,
            Kind kind,
            @Nullable String value,
            byte @Nullable [] note) {
        return session.createNativeQuery("""
                        insert into step (step_id, tip_id, day, who, kind, value, note)
                        values (?1, ?2, ?3, ?4, ?5, cast(?6 as text), cast(?7 as bytea)) on conflict do nothing""")
                .setParameter(1, stepId)
                .setParameter(2, tipId)
                .setParameter(3, LocalDate.now(clock))
                .setParameter(4, who.name())
                .setParameter(5, kind.name())
                .setParameter(6, value)
                .setParameter(7, note)
                .executeUpdate();
    }

    private static Uni<Void> requireSame(Mutiny.Session session, Member who, UUID tipId, UUID stepId) {
        return session.find(Step.class, stepId)
                .invoke(kept -> {
                    if (!kept.tipId.equals(tipId) || !kept.who.equals(who.name())) {
                        throw ProblemException.conflict(
                                "step-taken", "Taken", "Another step has this id. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, UUID tipId) {
        return session.createQuery("select count(*) from Step s where s.tipId = :tip", Long.class)
                .setParameter("tip", tipId)
                .getSingleResult()
                .invoke(count -> {
                    if (count > MOST) {
                        throw ProblemException.conflict(
                                "too-many-steps", "Too many", "This tip has " + MOST + " steps. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }
}

package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Facts;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.tip.MovedTips;
import org.penah.triage.tip.TipSql;
import org.penah.triage.tip.Tips;

/** Keeps what was done with tips, and lets each step have its effect once. */
@ApplicationScoped
class Steps {

    /**
     * More than anybody needs at one tip; every step may carry a sealed note. Counted for each member, so that one who
     * uses them up does not keep others from closing, holding or vetting the tip.
     */
    static final int MOST = 500;

    private final Tips tips;
    private final StepEffects effects;
    private final Mentions mentions;
    private final Keyring keyring;
    private final Clock clock;

    Steps(Tips tips, StepEffects effects, Mentions mentions, Keyring keyring, Clock clock) {
        this.tips = tips;
        this.effects = effects;
        this.mentions = mentions;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** The steps of a tip, and its links to the member's other tips, oldest first. */
    Uni<List<StepView>> of(Mutiny.Session session, Member member, UUID tipId) {
        return keyring.queuesOf(session, member)
                .chain(queues -> session.createQuery("""
                        from Step s where s.tipId = :tip
                        or (s.kind in :relations and s.value = :name
                            and s.tipId in %s)
                        order by s.position""".formatted(TipSql.IDS_OF_QUEUES), Step.class)
                        .setParameter("tip", tipId)
                        .setParameter("relations", StepKind.RELATIONS)
                        .setParameter("name", tipId.toString())
                        .setParameter("queues", queues)
                        .getResultList()
                        .chain(steps -> Mentions.of(
                                        session,
                                        steps.stream().map(step -> step.stepId).toList())
                                .chain(mentioned -> theirs(session, queues, steps)
                                        .map(seen -> steps.stream()
                                                .map(step -> view(step, tipId, seen, mentioned))
                                                .toList()))));
    }

    /** The names of the related tips that are here and the member's. */
    private static Uni<Set<String>> theirs(Mutiny.Session session, List<String> queues, List<Step> steps) {
        List<UUID> others = steps.stream()
                .filter(step -> step.kind.relates() && step.value != null)
                .map(step -> UUID.fromString(step.value))
                .toList();
        if (others.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return Tips.ofQueues(session, others, queues)
                .map(found -> found.stream().map(UUID::toString).collect(Collectors.toSet()));
    }

    private static StepView view(Step step, UUID tipId, Set<String> theirs, Map<UUID, List<String>> mentions) {
        boolean here = step.tipId.equals(tipId);
        boolean hidden = step.kind.relates() && !theirs.contains(step.value);
        return new StepView(
                step.stepId,
                step.day,
                step.who,
                step.kind,
                hidden ? null : step.value,
                here && step.note != null,
                here ? null : step.tipId,
                mentions.getOrDefault(step.stepId, List.of()));
    }

    /** The text of a note, sealed to the tip's queue; fails with a problem if the tip has no such note. */
    Uni<byte[]> note(Mutiny.Session session, UUID tipId, UUID stepId) {
        return session.find(Step.class, stepId).map(step -> {
            if (step == null || !step.tipId.equals(tipId) || step.note == null) {
                throw ProblemException.notFound();
            }
            return step.note;
        });
    }

    /**
     * Takes a step in the caller's transaction; fails with a problem if this member may not.
     *
     * @return what it was about, if it is news; the same step asked for again is not
     */
    Uni<Optional<Facts>> take(Mutiny.Session session, Member who, UUID tipId, StepRequest request) {
        request.kind().require(who);
        LocalDate today = LocalDate.now(clock);
        return tips.lock(session, who, tipId)
                .invoke(tip -> MovedTips.requireStill(tip, request.sealedTo()))
                .chain(tip -> insert(session, who, tipId, request, today)
                        .chain(inserted -> inserted == 0
                                ? requireSame(session, who, tipId, request.stepId())
                                        .replaceWith(Optional.empty())
                                : request.kind()
                                        .takeEffect(effects, new StepEffects.Taken(session, who, tip, request))
                                        .chain(() -> mentions.make(
                                                session, tip.queue(), request.stepId(), request.mentions()))
                                        .chain(() -> requireRoom(session, who, tipId))
                                        .replaceWith(() -> Optional.of(facts(who, tipId, request, today)))));
    }

    private static Facts facts(Member who, UUID tipId, StepRequest request, LocalDate today) {
        return StepFacts.of(
                request.stepId(),
                tipId,
                today,
                who.name(),
                request.kind().name(),
                request.value(),
                request.note() == null ? null : Facts.digest(SealedText.bytes(request.note())),
                request.mentions());
    }

    private Uni<Integer> insert(Mutiny.Session session, Member who, UUID tipId, StepRequest request, LocalDate today) {
        return session.createNativeQuery("""
                        insert into step (step_id, tip_id, day, who, kind, value, note)
                        values (?1, ?2, ?3, ?4, ?5, cast(?6 as text), cast(?7 as bytea)) on conflict do nothing""")
                .setParameter(1, request.stepId())
                .setParameter(2, tipId)
                .setParameter(3, today)
                .setParameter(4, who.name())
                .setParameter(5, request.kind().name())
                .setParameter(6, request.value())
                .setParameter(7, request.note() == null ? null : SealedText.bytes(request.note()))
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

    private static Uni<Void> requireRoom(Mutiny.Session session, Member who, UUID tipId) {
        return session.createQuery("select count(*) from Step s where s.tipId = :tip and s.who = :who", Long.class)
                .setParameter("tip", tipId)
                .setParameter("who", who.name())
                .getSingleResult()
                .invoke(count -> {
                    if (count > MOST) {
                        throw ProblemException.conflict(
                                "too-many-steps",
                                "Too many",
                                "You have taken " + MOST
                                        + " steps with this tip. A colleague still can; nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }
}

package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Facts;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.tip.Assignee;
import org.penah.triage.tip.Finding;
import org.penah.triage.tip.MergeCommands;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipCommands;
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
    private final TipCommands handling;
    private final MergeCommands merging;
    private final Mentions mentions;
    private final Keyring keyring;
    private final Clock clock;

    Steps(Tips tips, TipCommands handling, MergeCommands merging, Mentions mentions, Keyring keyring, Clock clock) {
        this.tips = tips;
        this.handling = handling;
        this.merging = merging;
        this.mentions = mentions;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** What was done with a tip, and what ties other tips of the member to it, oldest first. */
    Uni<List<StepView>> of(Mutiny.Session session, Member member, UUID tipId) {
        return keyring.queuesOf(session, member)
                .chain(queues -> session.createQuery("""
                        from Step s where s.tipId = :tip
                        or (s.kind in (LINK, UNLINK, MERGE, UNMERGE) and s.value = :name
                            and s.tipId in %s)
                        order by s.position""".formatted(TipSql.IDS_OF_QUEUES), Step.class)
                        .setParameter("tip", tipId)
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

    /** The names of those tips that steps tie to and that are here and the member's. */
    private static Uni<Set<String>> theirs(Mutiny.Session session, List<String> queues, List<Step> steps) {
        List<UUID> others = steps.stream()
                .filter(step -> step.kind.ties() && step.value != null)
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
        boolean hidden = step.kind.ties() && !theirs.contains(step.value);
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
     * Takes a step in the caller's transaction.
     *
     * @return what it was about, if it is news; the same step asked for again is not
     */
    Uni<Optional<Facts>> take(Mutiny.Session session, Member who, UUID tipId, StepRequest wanted) {
        LocalDate today = LocalDate.now(clock);
        return tips.lock(session, who, tipId)
                .chain(tip -> insert(session, who, tipId, wanted, today)
                        .chain(inserted -> inserted == 0
                                ? requireSame(session, who, tipId, wanted.stepId())
                                        .replaceWith(Optional.empty())
                                : effect(session, who, tip, wanted)
                                        .chain(() ->
                                                mentions.make(session, tip.queue(), wanted.stepId(), wanted.mentions()))
                                        .chain(() -> requireRoom(session, who, tipId))
                                        .replaceWith(() -> Optional.of(facts(who, tipId, wanted, today)))));
    }

    private static Facts facts(Member who, UUID tipId, StepRequest wanted, LocalDate today) {
        return StepFacts.of(
                wanted.stepId(),
                tipId,
                today,
                who.name(),
                wanted.kind().name(),
                wanted.value(),
                wanted.note() == null ? null : Facts.digest(SealedText.bytes(wanted.note())),
                wanted.mentions());
    }

    private Uni<Void> effect(Mutiny.Session session, Member who, OpenTip tip, StepRequest wanted) {
        Instant now = clock.instant();
        String named = wanted.named();
        Assignee before = tip.holder().orElse(null);
        return switch (wanted.kind()) {
            case NOTE -> Uni.createFrom().voidItem();
            case CLAIM -> done(() -> handling.hold(tip, AssignmentRules.claim(before, who, now)));
            case RELEASE ->
                done(() -> {
                    AssignmentRules.release(before, who, now);
                    handling.hold(tip, null);
                });
            case ASSIGN ->
                keyring.membersOf(session, tip.queue())
                        .invoke(colleagues ->
                                handling.hold(tip, AssignmentRules.assign(before, who, named, colleagues, now)))
                        .replaceWithVoid();
            case UNASSIGN ->
                lastHolding(session, tip.id(), wanted.stepId())
                        .invoke(last -> {
                            AssignmentRules.takeBack(before, named, last, who);
                            handling.hold(tip, null);
                        })
                        .replaceWithVoid();
            case VET -> done(() -> handling.find(tip, finding(named)));
            case UNVET -> done(() -> handling.unfind(tip, finding(named)));
            case WEIGH -> done(() -> handling.weigh(tip, named));
            case UNREADABLE ->
                tips.mayCallUnreadable(session, tip)
                        .chain(readers -> saidByAnother(session, who, readers, tip.id()))
                        .invoke(agrees -> {
                            if (agrees) {
                                handling.giveUp(tip);
                            }
                        })
                        .replaceWithVoid();
            case TAG -> handling.tag(session, tip, named);
            case UNTAG -> handling.untag(session, tip, named);
            case CLOSE -> done(() -> handling.close(tip));
            case REOPEN -> done(() -> handling.reopen(tip));
            case KEEP -> done(() -> handling.keep(who, tip, true));
            case UNKEEP -> done(() -> handling.keep(who, tip, false));
            case EXCUSE -> done(() -> handling.excuse(tip, true));
            case OWE -> done(() -> handling.excuse(tip, false));
            case LINK -> tips.open(session, who, other(tip, named)).replaceWithVoid();
            // The other may be gone by now.
            case UNLINK -> done(() -> other(tip, named));
            case MERGE -> merging.merge(session, who, tip, other(tip, named));
            case UNMERGE ->
                done(() -> {
                    other(tip, named);
                    merging.unmerge(tip);
                });
        };
    }

    private static Uni<Void> done(Runnable effect) {
        effect.run();
        return Uni.createFrom().voidItem();
    }

    private static Finding finding(String name) {
        return Finding.named(name)
                .orElseThrow(() -> ProblemException.badRequest(
                        "value is not one of verified, plausible, unfounded, duplicate, junk"));
    }

    private static UUID other(OpenTip tip, String name) {
        if (name.equals(tip.id().toString()) || !name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw ProblemException.badRequest("value is not the id of another tip");
        }
        return UUID.fromString(name);
    }

    /** Whether another member of the queue has said before that a tip cannot be opened. */
    private static Uni<Boolean> saidByAnother(Mutiny.Session session, Member who, List<String> readers, UUID tipId) {
        if (!readers.contains(who.name())) {
            return Uni.createFrom().item(false);
        }
        return session.createQuery("""
                        select count(*) from Step s
                        where s.tipId = :tip and s.kind = UNREADABLE and s.who <> :who and s.who in :readers""", Long.class)
                .setParameter("tip", tipId)
                .setParameter("readers", readers)
                .setParameter("who", who.name())
                .getSingleResult()
                .map(others -> others > 0);
    }

    /** What was last done about who holds a tip, before a step. */
    private static Uni<@Nullable Step> lastHolding(Mutiny.Session session, UUID tipId, UUID before) {
        return session.createQuery("""
                        from Step s where s.tipId = :tip and s.stepId <> :before
                        and s.kind in (CLAIM, RELEASE, ASSIGN, UNASSIGN) order by s.position desc""", Step.class)
                .setParameter("tip", tipId)
                .setParameter("before", before)
                .setMaxResults(1)
                .getSingleResultOrNull();
    }

    private Uni<Integer> insert(Mutiny.Session session, Member who, UUID tipId, StepRequest wanted, LocalDate today) {
        return session.createNativeQuery("""
                        insert into step (step_id, tip_id, day, who, kind, value, note)
                        values (?1, ?2, ?3, ?4, ?5, cast(?6 as text), cast(?7 as bytea)) on conflict do nothing""")
                .setParameter(1, wanted.stepId())
                .setParameter(2, tipId)
                .setParameter(3, today)
                .setParameter(4, who.name())
                .setParameter(5, wanted.kind().name())
                .setParameter(6, wanted.value())
                .setParameter(7, wanted.note() == null ? null : SealedText.bytes(wanted.note()))
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

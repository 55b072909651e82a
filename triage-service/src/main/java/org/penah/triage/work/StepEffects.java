package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.alert.Alerts;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.list.Assignee;
import org.penah.triage.list.Finding;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.MergeCommands;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipCommands;
import org.penah.triage.tip.Tips;

/** Does to a tip what a step takes more than one command for. */
@ApplicationScoped
class StepEffects {

    /**
     * A step that is being taken.
     *
     * @param who takes it
     * @param tip locked until the transaction ends
     */
    record Taken(Mutiny.Session session, Member who, OpenTip tip, StepRequest request) {

        /** The step's value, or nothing. */
        String value() {
            return request.named();
        }

        /** The step's value as a finding; a problem if it is none. */
        Finding finding() {
            return Finding.named(value())
                    .orElseThrow(() -> ProblemException.badRequest(
                            "value is not one of verified, plausible, unfounded, duplicate, junk"));
        }

        @Nullable
        Assignee assignee() {
            return tip.assignee().orElse(null);
        }
    }

    private final Tips tips;
    private final TipCommands commands;
    private final MergeCommands merging;
    private final Alerts alerts;
    private final Moves moves;
    private final Absences absences;
    private final Keyring keyring;
    private final Clock clock;

    StepEffects(
            Tips tips,
            TipCommands commands,
            MergeCommands merging,
            Alerts alerts,
            Moves moves,
            Absences absences,
            Keyring keyring,
            Clock clock) {
        this.tips = tips;
        this.commands = commands;
        this.merging = merging;
        this.alerts = alerts;
        this.moves = moves;
        this.absences = absences;
        this.keyring = keyring;
        this.clock = clock;
    }

    Uni<Void> command(BiConsumer<TipCommands, Taken> command, Taken step) {
        command.accept(commands, step);
        return none(step);
    }

    Uni<Void> none(Taken step) {
        return Uni.createFrom().voidItem();
    }

    Uni<Void> claim(Taken step) {
        return absences.requireHere(step.session(), step.who().name())
                .invoke(() -> commands.assign(
                        step.tip(), AssignmentRules.claim(step.assignee(), step.who(), clock.instant())));
    }

    Uni<Void> release(Taken step) {
        AssignmentRules.release(step.assignee(), step.who(), clock.instant());
        commands.assign(step.tip(), null);
        return none(step);
    }

    Uni<Void> assign(Taken step) {
        return absences.requireHere(step.session(), step.value())
                .chain(() -> keyring.membersOf(step.session(), step.tip().queue()))
                .invoke(colleagues -> commands.assign(
                        step.tip(),
                        AssignmentRules.assign(step.assignee(), step.who(), step.value(), colleagues, clock.instant())))
                .replaceWithVoid();
    }

    Uni<Void> unassign(Taken step) {
        return lastHolding(step)
                .invoke(last -> {
                    AssignmentRules.takeBack(step.assignee(), step.value(), last, step.who());
                    commands.assign(step.tip(), null);
                })
                .replaceWithVoid();
    }

    /** Has the effect of a step only if another member who can open the tip has taken the same step before. */
    Uni<Void> ifSecond(Taken step, BiFunction<StepEffects, Taken, Uni<Void>> effect) {
        return tips.readersUpTo(step.session(), step.tip())
                .chain(readers -> takenByAnother(step, readers))
                .chain(agrees -> agrees ? effect.apply(this, step) : none(step));
    }

    Uni<Void> tag(Taken step) {
        return commands.tag(step.session(), step.tip(), step.value());
    }

    Uni<Void> untag(Taken step) {
        return commands.untag(step.session(), step.tip(), step.value());
    }

    Uni<Void> link(Taken step) {
        return tips.open(step.session(), step.who(), other(step)).replaceWithVoid();
    }

    /** The other tip may be gone by now. */
    Uni<Void> unlink(Taken step) {
        other(step);
        return none(step);
    }

    Uni<Void> merge(Taken step) {
        return merging.merge(step.session(), step.who(), step.tip(), other(step));
    }

    Uni<Void> unmerge(Taken step) {
        other(step);
        merging.unmerge(step.tip());
        return none(step);
    }

    Uni<Void> telephone(Taken step) {
        int space = step.value().indexOf(' ');
        String said = step.value().substring(space + 1);
        if (space < 0 || !said.matches("acts|looks|cannot")) {
            throw ProblemException.badRequest("value is not a partner and one of acts, looks, cannot");
        }
        return alerts.telephoned(
                step.session(), step.tip().danger(), step.value().substring(0, space), said.equals("cannot"));
    }

    Uni<Void> askMove(Taken step) {
        return moves.ask(step);
    }

    Uni<Void> keepHere(Taken step) {
        return moves.keepHere(step);
    }

    Uni<Void> move(Taken step) {
        return moves.move(step);
    }

    Uni<Void> giveBack(Taken step) {
        return moves.giveBack(step);
    }

    private static UUID other(Taken step) {
        String name = step.value();
        if (name.equals(step.tip().id().toString()) || !name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw ProblemException.badRequest("value is not the id of another tip");
        }
        return UUID.fromString(name);
    }

    private static Uni<Boolean> takenByAnother(Taken step, List<String> readers) {
        if (!readers.contains(step.who().name())) {
            return Uni.createFrom().item(false);
        }
        return step.session()
                .createQuery("""
                        select count(*) from Step s
                        where s.tipId = :tip and s.kind = :kind and s.who <> :who and s.who in :readers""", Long.class)
                .setParameter("tip", step.tip().id())
                .setParameter("kind", step.request().kind())
                .setParameter("readers", readers)
                .setParameter("who", step.who().name())
                .getSingleResult()
                .map(others -> others > 0);
    }

    /** What was last done about who holds the tip, before this step. */
    private static Uni<@Nullable Step> lastHolding(Taken step) {
        return step.session()
                .createQuery("""
                        from Step s where s.tipId = :tip and s.stepId <> :before
                        and s.kind in (CLAIM, RELEASE, ASSIGN, UNASSIGN) order by s.position desc""", Step.class)
                .setParameter("tip", step.tip().id())
                .setParameter("before", step.request().stepId())
                .setMaxResults(1)
                .getSingleResultOrNull();
    }
}

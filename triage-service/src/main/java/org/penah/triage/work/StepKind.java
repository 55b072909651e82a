package org.penah.triage.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.penah.triage.access.Member;
import org.penah.triage.access.Role;
import org.penah.triage.journal.Deed;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.TipCommands;
import org.penah.triage.work.StepEffects.Taken;

/**
 * Lists what a member does with a tip: a row for each kind. A row says the deed in the journal, who may, whether there is
 * a note, what the value is, and what changes; {@link StepEffects} has the changes that take more than one command. A new
 * kind is a row here and one in the console's {@code work/steps.ts}, and nothing else.
 */
enum StepKind {
    @JsonProperty("note")
    NOTE("note.written", Taker.MEMBER, Note.REQUIRED, Value.NONE, StepEffects::none),
    @JsonProperty("claim")
    CLAIM("tip.claimed", Taker.MEMBER, Note.NONE, Value.NONE, StepEffects::claim),
    @JsonProperty("release")
    RELEASE("tip.released", Taker.MEMBER, Note.NONE, Value.NONE, StepEffects::release),
    @JsonProperty("assign")
    ASSIGN("tip.assigned", Taker.MEMBER, Note.OFFERED, Value.MEMBER, StepEffects::assign),
    /** By the member who assigned it, while nobody has done anything about it since. */
    @JsonProperty("unassign")
    UNASSIGN("tip.unassigned", Taker.MEMBER, Note.NONE, Value.MEMBER, StepEffects::unassign),
    @JsonProperty("vet")
    VET(
            "tip.vetted",
            Taker.MEMBER,
            Note.REQUIRED,
            Value.FINDING,
            does((commands, step) -> commands.find(step.tip(), step.finding()))),
    /** Takes the finding back that is its value. */
    @JsonProperty("unvet")
    UNVET(
            "tip.unvetted",
            Taker.MEMBER,
            Note.ACCEPTED,
            Value.FINDING,
            does((commands, step) -> commands.unfind(step.tip(), step.finding()))),
    @JsonProperty("set-lane")
    SET_LANE(
            "tip.lane-set",
            Taker.MEMBER,
            Note.REQUIRED,
            Value.LANE,
            does((commands, step) -> commands.setLane(step.tip(), step.value()))),
    /** They cannot open it; when two have said so, it counts as looked at. */
    @JsonProperty("unreadable")
    UNREADABLE(
            "tip.unreadable",
            Taker.TWO_MEMBERS,
            Note.ACCEPTED,
            Value.NONE,
            does((commands, step) -> commands.giveUp(step.tip()))),
    @JsonProperty("tag")
    TAG("tip.tagged", Taker.MEMBER, Note.NONE, Value.TAG, StepEffects::tag),
    @JsonProperty("untag")
    UNTAG("tip.untagged", Taker.MEMBER, Note.NONE, Value.TAG, StepEffects::untag),
    @JsonProperty("close")
    CLOSE("tip.closed", Taker.MEMBER, Note.ACCEPTED, Value.NONE, does((commands, step) -> commands.close(step.tip()))),
    @JsonProperty("reopen")
    REOPEN(
            "tip.reopened",
            Taker.MEMBER,
            Note.ACCEPTED,
            Value.NONE,
            does((commands, step) -> commands.reopen(step.tip()))),
    /** A legal hold: the tip stays whatever its age. */
    @JsonProperty("hold")
    HOLD(
            "tip.held",
            Taker.MEMBER,
            Note.REQUIRED,
            Value.NONE,
            does((commands, step) -> commands.hold(step.tip(), true))),
    @JsonProperty("unhold")
    UNHOLD(
            "tip.unheld",
            Taker.LEAD,
            Note.REQUIRED,
            Value.NONE,
            does((commands, step) -> commands.hold(step.tip(), false))),
    /** No answer is owed. */
    @JsonProperty("waive")
    WAIVE(
            "answer.waived",
            Taker.MEMBER,
            Note.REQUIRED,
            Value.NONE,
            does((commands, step) -> commands.waive(step.tip(), true))),
    @JsonProperty("unwaive")
    UNWAIVE(
            "answer.unwaived",
            Taker.MEMBER,
            Note.ACCEPTED,
            Value.NONE,
            does((commands, step) -> commands.waive(step.tip(), false))),
    /** With another tip, at which it is shown, too. */
    @JsonProperty("link")
    LINK("tip.linked", Taker.MEMBER, Note.ACCEPTED, Value.TIP, StepEffects::link),
    @JsonProperty("unlink")
    UNLINK("tip.unlinked", Taker.MEMBER, Note.ACCEPTED, Value.TIP, StepEffects::unlink),
    /** Closed as a duplicate of another tip. */
    @JsonProperty("merge")
    MERGE("tip.merged", Taker.MEMBER, Note.ACCEPTED, Value.TIP, StepEffects::merge),
    @JsonProperty("unmerge")
    UNMERGE("tip.unmerged", Taker.MEMBER, Note.ACCEPTED, Value.TIP, StepEffects::unmerge),
    /** They reached a partner by telephone; the note says whom. */
    @JsonProperty("telephone")
    TELEPHONE("alert.telephoned", Taker.STEPPED_UP, Note.REQUIRED, Value.ANSWER, StepEffects::telephone),
    /** They want it moved to a queue; a colleague has to agree where danger is reported. */
    @JsonProperty("ask-move")
    ASK_MOVE("tip.moving", Taker.MEMBER, Note.REQUIRED, Value.QUEUE, StepEffects::askMove),
    /** It stays, whatever somebody asked. */
    @JsonProperty("keep-here")
    KEEP_HERE("tip.kept-here", Taker.MEMBER, Note.ACCEPTED, Value.NONE, StepEffects::keepHere),
    /** To another queue, to which the note is sealed. */
    @JsonProperty("move")
    MOVE("tip.moved", Taker.STEPPED_UP, Note.REQUIRED, Value.MOVE, StepEffects::move),
    /** To the queue that it came to: it opens for nobody here. */
    @JsonProperty("give-back")
    GIVE_BACK("tip.given-back", Taker.STEPPED_UP, Note.NONE, Value.NONE, StepEffects::giveBack);

    /** Who may take a step, of the members who can open the tip. {@link AssignmentRules} asks besides who holds it. */
    enum Taker {
        /** Each of them. */
        @JsonProperty("member")
        MEMBER,
        @JsonProperty("lead")
        LEAD,
        /** Each of them, after Keycloak has asked once more who it is; these steps have a separate route. */
        @JsonProperty("stepped-up")
        STEPPED_UP,
        /** Each of them; nothing changes until a second one takes the same step. */
        @JsonProperty("two-members")
        TWO_MEMBERS
    }

    /** Whether a step comes with words. */
    enum Note {
        @JsonProperty("none")
        NONE,
        /** Taken if there are any; the console sends none. */
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("offered")
        OFFERED,
        @JsonProperty("required")
        REQUIRED
    }

    /** What there is to say of a step besides a note. */
    enum Value {
        @JsonProperty("none")
        NONE,
        @JsonProperty("member")
        MEMBER,
        @JsonProperty("finding")
        FINDING,
        @JsonProperty("lane")
        LANE,
        @JsonProperty("tag")
        TAG,
        @JsonProperty("tip")
        TIP,
        /** The name of a partner, a space, and what they said: acts, looks or cannot. */
        @JsonProperty("answer")
        ANSWER,
        @JsonProperty("queue")
        QUEUE,
        /** The epoch that it is sealed to, a space, and the one that it is sealed to from now on: {@code QUEUE/EPOCH} each. */
        @JsonProperty("move")
        MOVE
    }

    /** A row, as the console is told of it. */
    record Rule(StepKind kind, Taker taker, Note note, Value value) {}

    static final List<Rule> RULES = Arrays.stream(values())
            .map(kind -> new Rule(kind, kind.taker, kind.note, kind.value))
            .toList();

    /** Kinds whose value is another tip, which shows them too. */
    static final List<StepKind> RELATIONS =
            Arrays.stream(values()).filter(StepKind::relates).toList();

    private final String deed;
    private final Taker taker;
    private final Note note;
    private final Value value;
    // A method reference holds nothing that changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<StepEffects, Taken, Uni<Void>> effect;

    StepKind(String deed, Taker taker, Note note, Value value, BiFunction<StepEffects, Taken, Uni<Void>> effect) {
        this.deed = deed;
        this.taker = taker;
        this.note = note;
        this.value = value;
        this.effect = effect;
    }

    private static BiFunction<StepEffects, Taken, Uni<Void>> does(BiConsumer<TipCommands, Taken> command) {
        return (effects, step) -> effects.command(command, step);
    }

    Deed deed() {
        return new Deed(deed);
    }

    /** @throws ProblemException if this member may not take such a step at any tip */
    void require(Member member) {
        if (taker == Taker.LEAD && !member.roles().contains(Role.LEAD)) {
            throw ProblemException.forbidden();
        }
    }

    boolean allows(boolean hasNote) {
        return hasNote ? note != Note.NONE : note != Note.REQUIRED;
    }

    boolean takesValue() {
        return value != Value.NONE;
    }

    boolean isSteppedUp() {
        return taker == Taker.STEPPED_UP;
    }

    /** Whether its value is another tip. */
    boolean relates() {
        return value == Value.TIP;
    }

    /** Changes the tip, in the caller's transaction; a problem if the step cannot be taken. */
    Uni<Void> takeEffect(StepEffects effects, Taken step) {
        return taker == Taker.TWO_MEMBERS ? effects.ifSecond(step, effect) : effect.apply(effects, step);
    }
}

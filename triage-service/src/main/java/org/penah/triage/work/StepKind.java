package org.penah.triage.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.penah.triage.journal.Deed;
import org.penah.triage.tip.TipCommands;
import org.penah.triage.work.StepEffects.Taken;

/**
 * What a member does with a tip: a row for each kind. A row says the deed in the journal, whether there is a note, what the value
 * is, and what changes; {@link StepEffects} has the changes that take more than one command. A new kind is a row here and one in the
 * console's {@code work/steps.ts}, and nothing else.
 */
enum StepKind {
    @JsonProperty("note")
    NOTE("note.written", Note.REQUIRED, Value.NONE, StepEffects::none),
    @JsonProperty("claim")
    CLAIM("tip.claimed", Note.NONE, Value.NONE, StepEffects::claim),
    @JsonProperty("release")
    RELEASE("tip.released", Note.NONE, Value.NONE, StepEffects::release),
    @JsonProperty("assign")
    ASSIGN("tip.assigned", Note.OFFERED, Value.MEMBER, StepEffects::assign),
    /** By the member who assigned it, while nobody has done anything about it since. */
    @JsonProperty("unassign")
    UNASSIGN("tip.unassigned", Note.NONE, Value.MEMBER, StepEffects::unassign),
    @JsonProperty("vet")
    VET(
            "tip.vetted",
            Note.REQUIRED,
            Value.FINDING,
            does((commands, step) -> commands.find(step.tip(), step.finding()))),
    /** Takes the finding back that is its value. */
    @JsonProperty("unvet")
    UNVET(
            "tip.unvetted",
            Note.ACCEPTED,
            Value.FINDING,
            does((commands, step) -> commands.unfind(step.tip(), step.finding()))),
    @JsonProperty("set-lane")
    SET_LANE(
            "tip.lane-set",
            Note.REQUIRED,
            Value.LANE,
            does((commands, step) -> commands.setLane(step.tip(), step.value()))),
    /** They cannot open it. When a second member says so, it counts as looked at. */
    @JsonProperty("unreadable")
    UNREADABLE("tip.unreadable", Note.ACCEPTED, Value.NONE, StepEffects::unreadable),
    @JsonProperty("tag")
    TAG("tip.tagged", Note.NONE, Value.TAG, StepEffects::tag),
    @JsonProperty("untag")
    UNTAG("tip.untagged", Note.NONE, Value.TAG, StepEffects::untag),
    @JsonProperty("close")
    CLOSE("tip.closed", Note.ACCEPTED, Value.NONE, does((commands, step) -> commands.close(step.tip()))),
    @JsonProperty("reopen")
    REOPEN("tip.reopened", Note.ACCEPTED, Value.NONE, does((commands, step) -> commands.reopen(step.tip()))),
    /** A legal hold: the tip stays whatever its age. */
    @JsonProperty("hold")
    HOLD("tip.held", Note.REQUIRED, Value.NONE, does((commands, step) -> commands.hold(step.who(), step.tip(), true))),
    /** A lead alone may. */
    @JsonProperty("unhold")
    UNHOLD(
            "tip.unheld",
            Note.REQUIRED,
            Value.NONE,
            does((commands, step) -> commands.hold(step.who(), step.tip(), false))),
    /** No answer is owed. */
    @JsonProperty("waive")
    WAIVE("answer.waived", Note.REQUIRED, Value.NONE, does((commands, step) -> commands.waive(step.tip(), true))),
    @JsonProperty("unwaive")
    UNWAIVE("answer.unwaived", Note.ACCEPTED, Value.NONE, does((commands, step) -> commands.waive(step.tip(), false))),
    /** To another tip; the tie is seen from both. */
    @JsonProperty("link")
    LINK("tip.linked", Note.ACCEPTED, Value.TIP, StepEffects::link),
    @JsonProperty("unlink")
    UNLINK("tip.unlinked", Note.ACCEPTED, Value.TIP, StepEffects::unlink),
    /** Closed as a duplicate of another tip. */
    @JsonProperty("merge")
    MERGE("tip.merged", Note.ACCEPTED, Value.TIP, StepEffects::merge),
    @JsonProperty("unmerge")
    UNMERGE("tip.unmerged", Note.ACCEPTED, Value.TIP, StepEffects::unmerge),
    /** They reached a partner by telephone; the note says whom. On a separate route, which asks once more who it is. */
    @JsonProperty("telephone")
    TELEPHONE("alert.telephoned", Note.REQUIRED, Value.ANSWER, StepEffects::telephone);

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
        ANSWER
    }

    /** A row, as the console is told of it. */
    record Rule(StepKind kind, Note note, Value value) {}

    static final List<Rule> RULES = Arrays.stream(values())
            .map(kind -> new Rule(kind, kind.note, kind.value))
            .toList();

    /** Kinds whose value is another tip, which shows them too. */
    static final List<StepKind> TIES =
            Arrays.stream(values()).filter(StepKind::ties).toList();

    private final String deed;
    private final Note note;
    private final Value value;
    // A method reference holds nothing that changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<StepEffects, Taken, Uni<Void>> effect;

    StepKind(String deed, Note note, Value value, BiFunction<StepEffects, Taken, Uni<Void>> effect) {
        this.deed = deed;
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

    boolean allows(boolean hasNote) {
        return hasNote ? note != Note.NONE : note != Note.REQUIRED;
    }

    boolean takesValue() {
        return value != Value.NONE;
    }

    boolean isSteppedUp() {
        return this == TELEPHONE;
    }

    /** Whether its value is another tip. */
    boolean ties() {
        return value == Value.TIP;
    }

    /** Changes the tip, in the caller's transaction; a problem if the step cannot be taken. */
    Uni<Void> takeEffect(StepEffects effects, Taken step) {
        return effect.apply(effects, step);
    }
}

package org.penah.triage.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.penah.triage.journal.Deed;
import org.penah.triage.work.StepEffects.Taken;

/** What a member does with a tip: a row for each kind, and its effect in {@link StepEffects}. */
enum StepKind {
    @JsonProperty("note")
    NOTE(Deed.NOTE_WRITTEN, Note.REQUIRED, Value.NONE, StepEffects::none),
    @JsonProperty("claim")
    CLAIM(Deed.TIP_CLAIMED, Note.NONE, Value.NONE, StepEffects::claim),
    @JsonProperty("release")
    RELEASE(Deed.TIP_RELEASED, Note.NONE, Value.NONE, StepEffects::release),
    @JsonProperty("assign")
    ASSIGN(Deed.TIP_ASSIGNED, Note.OFFERED, Value.MEMBER, StepEffects::assign),
    /** By the member who assigned it, while nobody has done anything about it since. */
    @JsonProperty("unassign")
    UNASSIGN(Deed.TIP_UNASSIGNED, Note.NONE, Value.MEMBER, StepEffects::unassign),
    @JsonProperty("vet")
    VET(Deed.TIP_VETTED, Note.REQUIRED, Value.FINDING, StepEffects::vet),
    /** Takes the finding back that is its value. */
    @JsonProperty("unvet")
    UNVET(Deed.TIP_UNVETTED, Note.ACCEPTED, Value.FINDING, StepEffects::unvet),
    @JsonProperty("set-lane")
    SET_LANE(Deed.TIP_LANE_SET, Note.REQUIRED, Value.LANE, StepEffects::setLane),
    /** They cannot open it. When a second member says so, it counts as looked at. */
    @JsonProperty("unreadable")
    UNREADABLE(Deed.TIP_UNREADABLE, Note.ACCEPTED, Value.NONE, StepEffects::unreadable),
    @JsonProperty("tag")
    TAG(Deed.TIP_TAGGED, Note.NONE, Value.TAG, StepEffects::tag),
    @JsonProperty("untag")
    UNTAG(Deed.TIP_UNTAGGED, Note.NONE, Value.TAG, StepEffects::untag),
    @JsonProperty("close")
    CLOSE(Deed.TIP_CLOSED, Note.ACCEPTED, Value.NONE, StepEffects::close),
    @JsonProperty("reopen")
    REOPEN(Deed.TIP_REOPENED, Note.ACCEPTED, Value.NONE, StepEffects::reopen),
    /** A legal hold: the tip stays whatever its age. */
    @JsonProperty("hold")
    HOLD(Deed.TIP_HELD, Note.REQUIRED, Value.NONE, StepEffects::hold),
    /** A lead alone may. */
    @JsonProperty("unhold")
    UNHOLD(Deed.TIP_UNHELD, Note.REQUIRED, Value.NONE, StepEffects::unhold),
    /** No answer is owed. */
    @JsonProperty("waive")
    WAIVE(Deed.ANSWER_WAIVED, Note.REQUIRED, Value.NONE, StepEffects::waive),
    @JsonProperty("unwaive")
    UNWAIVE(Deed.ANSWER_UNWAIVED, Note.ACCEPTED, Value.NONE, StepEffects::unwaive),
    /** To another tip; the tie is seen from both. */
    @JsonProperty("link")
    LINK(Deed.TIP_LINKED, Note.ACCEPTED, Value.TIP, StepEffects::link),
    @JsonProperty("unlink")
    UNLINK(Deed.TIP_UNLINKED, Note.ACCEPTED, Value.TIP, StepEffects::unlink),
    /** Closed as a duplicate of another tip. */
    @JsonProperty("merge")
    MERGE(Deed.TIP_MERGED, Note.ACCEPTED, Value.TIP, StepEffects::merge),
    @JsonProperty("unmerge")
    UNMERGE(Deed.TIP_UNMERGED, Note.ACCEPTED, Value.TIP, StepEffects::unmerge);

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
        TIP
    }

    /** A row, as the console is told of it. */
    record Rule(StepKind kind, Note note, Value value) {}

    static final List<Rule> RULES = Arrays.stream(values())
            .map(kind -> new Rule(kind, kind.note, kind.value))
            .toList();

    private final Deed deed;
    private final Note note;
    private final Value value;
    // A method reference holds nothing that changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<StepEffects, Taken, Uni<Void>> effect;

    StepKind(Deed deed, Note note, Value value, BiFunction<StepEffects, Taken, Uni<Void>> effect) {
        this.deed = deed;
        this.note = note;
        this.value = value;
        this.effect = effect;
    }

    Deed deed() {
        return deed;
    }

    boolean allows(boolean hasNote) {
        return hasNote ? note != Note.NONE : note != Note.REQUIRED;
    }

    boolean takesValue() {
        return value != Value.NONE;
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

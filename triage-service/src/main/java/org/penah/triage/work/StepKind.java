package org.penah.triage.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.penah.triage.journal.Deed;

/** What a member does with a tip. */
enum StepKind {
    @JsonProperty("note")
    NOTE(Deed.NOTE_WRITTEN, true, true),
    @JsonProperty("claim")
    CLAIM(Deed.TIP_CLAIMED, false, false),
    @JsonProperty("release")
    RELEASE(Deed.TIP_RELEASED, false, false),
    @JsonProperty("assign")
    ASSIGN(Deed.TIP_ASSIGNED, true, false),
    /** Only by the member who assigned it, while nobody has acted on it since. */
    @JsonProperty("unassign")
    UNASSIGN(Deed.TIP_NOT_ASSIGNED, false, false),
    @JsonProperty("vet")
    VET(Deed.TIP_VETTED, true, true),
    /** Takes the finding back that is its value. */
    @JsonProperty("unvet")
    UNVET(Deed.TIP_NOT_VETTED, true, false),
    @JsonProperty("weigh")
    WEIGH(Deed.TIP_WEIGHED, true, true),
    /** They cannot open it. When a second member says so, it counts as looked at. */
    @JsonProperty("unreadable")
    UNREADABLE(Deed.TIP_UNREADABLE, true, false),
    @JsonProperty("tag")
    TAG(Deed.TIP_TAGGED, false, false),
    @JsonProperty("untag")
    UNTAG(Deed.TIP_UNTAGGED, false, false),
    @JsonProperty("close")
    CLOSE(Deed.TIP_CLOSED, true, false),
    @JsonProperty("reopen")
    REOPEN(Deed.TIP_REOPENED, true, false),
    /** Keeps the tip regardless of its age. */
    @JsonProperty("keep")
    KEEP(Deed.TIP_KEPT, true, true),
    @JsonProperty("unkeep")
    UNKEEP(Deed.TIP_NOT_KEPT, true, true),
    /** No answer is owed. */
    @JsonProperty("excuse")
    EXCUSE(Deed.ANSWER_EXCUSED, true, true),
    @JsonProperty("owe")
    OWE(Deed.ANSWER_OWED, true, false),
    /** To another tip; the tie is seen from both. */
    @JsonProperty("link")
    LINK(Deed.TIP_LINKED, true, false),
    @JsonProperty("unlink")
    UNLINK(Deed.TIP_UNLINKED, true, false),
    /** Closed as a duplicate of another tip. */
    @JsonProperty("merge")
    MERGE(Deed.TIP_MERGED, true, false),
    @JsonProperty("unmerge")
    UNMERGE(Deed.TIP_UNMERGED, true, false);

    private final Deed deed;
    private final boolean mayHaveNote;
    private final boolean needsNote;

    StepKind(Deed deed, boolean mayHaveNote, boolean needsNote) {
        this.deed = deed;
        this.mayHaveNote = mayHaveNote;
        this.needsNote = needsNote;
    }

    Deed deed() {
        return deed;
    }

    boolean allows(boolean note) {
        return note ? mayHaveNote : !needsNote;
    }

    /** Whether there is more to say of it: whom, what it was found to be, how severe, which tag, or which other tip. */
    boolean takesValue() {
        return switch (this) {
            case ASSIGN, UNASSIGN, VET, UNVET, WEIGH, TAG, UNTAG -> true;
            default -> ties();
        };
    }

    /** Whether its value is another tip. */
    boolean ties() {
        return this == LINK || this == UNLINK || this == MERGE || this == UNMERGE;
    }
}

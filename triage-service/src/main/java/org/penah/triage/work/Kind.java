package org.penah.triage.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.penah.triage.journal.Deed;

/** What a member does with a tip. */
enum Kind {
    @JsonProperty("note")
    NOTE(Deed.NOTE_WRITTEN, true, true),
    @JsonProperty("claim")
    CLAIM(Deed.TIP_CLAIMED, false, false),
    @JsonProperty("release")
    RELEASE(Deed.TIP_RELEASED, false, false),
    @JsonProperty("assign")
    ASSIGN(Deed.TIP_ASSIGNED, true, false),
    @JsonProperty("vet")
    VET(Deed.TIP_VETTED, true, true);

    private final Deed deed;
    private final boolean mayHaveNote;
    private final boolean needsNote;

    Kind(Deed deed, boolean mayHaveNote, boolean needsNote) {
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
}

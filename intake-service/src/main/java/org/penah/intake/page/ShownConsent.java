package org.penah.intake.page;

/** Says what a source that has just sent a tip allowed us to tell protection organisations. */
public enum ShownConsent {
    NO_DANGER,
    ALLOWED,
    NOT_ALLOWED,
    /** This tip allows nothing; an earlier one does. */
    ALLOWED_BEFORE,
    /** It was not asked again: what stands in the tip that this one adds to. */
    AS_BEFORE;

    public boolean isDanger() {
        return this != NO_DANGER;
    }
}

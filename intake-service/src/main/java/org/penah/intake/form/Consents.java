package org.penah.intake.form;

/**
 * Says what the source has consented to.
 *
 * @param alert protection organisations may learn that a threat exists
 * @param details staff may share details with them
 */
public record Consents(boolean alert, boolean details) {

    public static final Consents NONE = new Consents(false, false);

    /** The answers to "may we tell protection organisations?". A report of danger must bring one: silence is no answer. */
    public enum Choice {
        ALERT("yes"),
        DETAILS("details"),
        NONE("no");

        private final String word;

        Choice(String word) {
            this.word = word;
        }

        /** The value in the form. */
        public String word() {
            return word;
        }

        Consents consents() {
            return new Consents(this != NONE, this == DETAILS);
        }
    }
}

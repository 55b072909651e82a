package org.penah.intake.mailbox;

/** What a source still allows after it has taken back a consent. */
record Remaining(boolean alert, boolean details) {

    static final Remaining NOTHING = new Remaining(false, false);
}

package org.penah.intake.mailbox;

/** The consents that remain after a source has withdrawn one. */
record Remaining(boolean alert, boolean details) {

    static final Remaining NOTHING = new Remaining(false, false);
}

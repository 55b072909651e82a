package org.penah.intake.inbox;

/** What a source has just done in its inbox. */
public enum InboxResult {
    DELETED,
    ALERT_STOPPED,
    DETAILS_STOPPED
}

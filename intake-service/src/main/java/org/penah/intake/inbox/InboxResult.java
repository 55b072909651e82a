package org.penah.intake.inbox;

/** Says what became of a source's action in its inbox. */
public enum InboxResult {
    DELETED,
    ALERT_STOPPED,
    DETAILS_STOPPED
}

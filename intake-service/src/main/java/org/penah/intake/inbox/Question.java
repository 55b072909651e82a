package org.penah.intake.inbox;

/** An irreversible action that the inbox asks about first. */
public enum Question {
    DELETE,
    ERASE,
    STOP_ALERT,
    STOP_DETAILS
}

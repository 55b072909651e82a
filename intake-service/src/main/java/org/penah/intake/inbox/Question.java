package org.penah.intake.inbox;

/** What is asked about once, because nothing brings it back. */
public enum Question {
    DELETE,
    ERASE,
    STOP_ALERT,
    STOP_DETAILS
}

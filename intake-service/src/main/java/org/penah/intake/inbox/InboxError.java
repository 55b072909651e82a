package org.penah.intake.inbox;

import org.penah.sealing.receipt.ReceiptException;

/** Says why an inbox is not shown; each reason has its sentences in every language. */
public enum InboxError {
    EMPTY(422),
    CHARACTER(422),
    LENGTH(422),
    WORD(422),
    CHECK(422),
    /** Valid, but this mailbox does not exist, or no longer. */
    NOTHING(200),
    /** The page's token was used or is too old. */
    OVER(409),
    UNREADABLE(400),
    BUSY(503),
    BROKEN(503);

    private final int status;

    InboxError(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether what was typed is to be mended. */
    public boolean isMistyped() {
        return status == 422;
    }

    /** Whether it helps to say how much was typed. */
    public boolean tellsCount() {
        return this == LENGTH;
    }

    static InboxError of(ReceiptException mistyped) {
        return switch (mistyped.reason()) {
            case CHARACTER -> CHARACTER;
            case LENGTH -> LENGTH;
            case WORD -> WORD;
            case CHECK -> CHECK;
        };
    }
}

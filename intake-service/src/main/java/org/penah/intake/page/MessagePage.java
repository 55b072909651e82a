package org.penah.intake.page;

/** Lists the pages that say one thing. */
public enum MessagePage {
    REPEATED(200),
    /** Without keys that are verified and in force, nothing is taken. */
    CLOSED(503),
    MISSING(404),
    NOT_ALLOWED(405),
    /** The request carries what could tell who sent it. */
    TRACED(400),
    /** A page of another site made the browser send it. */
    FROM_ANOTHER_SITE(403),
    BROKEN(500);

    private final int status;

    MessagePage(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the form is worth going to. */
    public boolean leadsToForm() {
        return this != CLOSED;
    }
}

package org.penah.triage.journal;

/** What somebody did; the names are stored and hashed, so they are added to and never changed. */
public enum Deed {
    TIP_OPENED("tip.opened"),
    BLOB_FETCHED("tip.blob-fetched"),
    ALERT_CONFIRMED("alert.confirmed"),
    ALERT_CANCELLED("alert.cancelled");

    private final String stored;

    Deed(String stored) {
        this.stored = stored;
    }

    String stored() {
        return stored;
    }
}

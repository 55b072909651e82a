package org.penah.sealing.manifest;

/**
 * Says how a day stands to a manifest's validity. Past its end it is used for two more weeks, with a warning, because a
 * closed form can cost a life too.
 */
public enum ManifestState {
    NOT_YET_VALID(false, false, false),
    VALID(true, false, false),
    /** {@link KeyManifest#ALARM_DAYS} or fewer are left. */
    ENDS_SOON(true, false, true),
    /** Up to 14 days past the end. */
    GRACE(true, true, true),
    CLOSED(false, false, true);

    private final boolean open;
    private final boolean warnsSources;
    private final boolean alarmsDesk;

    ManifestState(boolean open, boolean warnsSources, boolean alarmsDesk) {
        this.open = open;
        this.warnsSources = warnsSources;
        this.alarmsDesk = alarmsDesk;
    }

    /** Whether tips may be sealed to its recipients. */
    public boolean isOpen() {
        return open;
    }

    /** Whether the form says to sources that the keys should have been renewed. */
    public boolean warnsSources() {
        return warnsSources;
    }

    /** Whether the desk is told to have the keys renewed. */
    public boolean alarmsDesk() {
        return alarmsDesk;
    }
}

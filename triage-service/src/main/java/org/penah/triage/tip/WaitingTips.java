package org.penah.triage.tip;

/** Tips that wait for somebody to open them, for queries of other packages. */
public final class WaitingTips {

    /** SQL: the imminent ones; those of a flood, and those that their source erases, are left out. */
    public static final String IMMINENT =
            "(select tip_id from tip where lane = 'IMMINENT' and first_opened is null and not folded"
                    + " and closed_on is null and erasing_due is null)";

    private WaitingTips() {}
}

package org.penah.triage.alert;

/**
 * Holds parts for the queries of packages whose rows belong to alerts: the columns of the alerts' table are named in this
 * package alone.
 */
public final class AlertSql {

    /** SQL: the ids of alerts that are not over, and that the desk has not called off. */
    public static final String OPEN =
            "(select alert_id from alert where state not in ('RESOLVED', 'EXPIRED', 'CANCELLED')"
                    + " and (decision is null or decision <> 'CANCELLED'))";

    /** SQL: the ids of alerts that nobody at the desk has called off, those that a partner calls resolved too: only a person ends these. */
    public static final String UNENDED =
            "(select alert_id, (basis = 'DESK_CONFIRMED' or decision is not distinct from 'CONFIRMED') as confirmed,"
                    + " noted_on from alert where state not in ('EXPIRED', 'CANCELLED') and (decision is null or decision <> 'CANCELLED'))";

    /**
     * SQL condition: notify-service has not said that it took what the desk said. A confirmation and a cancellation
     * show in what it says of the alert, and a renewal, a call for others and each telephone call have numbers of their own, so that one shows
     * that is lost while a later word came. A call matters no more once the alert has ended, as {@link Alert} says; an older version leaves
     * its number there. The index {@code alert_unheard_words} has all that this finds.
     */
    static final String IS_UNHEARD = "state <> 'CANCELLED' and (said > heard or renewal_unheard > 0 or call_unheard > 0"
            + " or (telephone_unheard is not null and state not in ('RESOLVED', 'EXPIRED')) or decision = 'CANCELLED' or (decision = 'CONFIRMED' and basis <> 'DESK_CONFIRMED'))";

    /** SQL: the ids of alerts about which the desk said something, and notify-service has not said that it took that. */
    public static final String UNHEARD = "(select alert_id from alert where " + IS_UNHEARD + ")";

    /**
     * SQL: alerts that a partner calls resolved, if nobody has set them aside; by when the desk decides about each, whether it had confirmed
     * it, and who has asked to cancel it.
     */
    public static final String SAID_RESOLVED =
            "(select alert_id, decide_by, (basis = 'DESK_CONFIRMED' or decision is not distinct from 'CONFIRMED') as confirmed,"
                    + " cancelling_by from alert where state = 'RESOLVED' and decide_by is not null and aside_by is null)";

    /** SQL: alerts that a partner calls resolved and somebody has asked to cancel: who, and when that takes effect. */
    public static final String CANCELLING =
            "(select alert_id, cancelling_by, cancelling_due from alert where state = 'RESOLVED' and cancelling_by is not null)";

    /** SQL: alerts that somebody has asked to cancel, and when that takes effect. */
    public static final String TO_CANCEL =
            "(select alert_id, cancelling_due from alert where cancelling_due is not null)";

    private AlertSql() {}

    /**
     * SQL condition: the desk has confirmed an alert.
     *
     * @param alertId the column that holds its id
     */
    public static String isConfirmed(String alertId) {
        return "exists (select from alert c where c.alert_id = " + alertId
                + " and (c.basis = 'DESK_CONFIRMED' or c.decision = 'CONFIRMED'))";
    }
}

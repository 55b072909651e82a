package org.penah.triage.alert;

/**
 * Holds parts for the queries of packages whose rows belong to alerts: the columns of the alerts' table are named in this
 * package alone.
 */
public final class AlertSql {

    /** HQL: the ids of alerts that are not over, and that the desk has not called off. */
    public static final String IDS_OF_OPEN =
            "(select a.alertId from Alert a where a.state not in (RESOLVED, EXPIRED, CANCELLED) and (a.decision is null or a.decision <> CANCELLED))";

    /** SQL: the same. */
    public static final String OPEN =
            "(select alert_id from alert where state not in ('RESOLVED', 'EXPIRED', 'CANCELLED')"
                    + " and (decision is null or decision <> 'CANCELLED'))";

    /**
     * HQL condition on an alert {@code a}: notify-service has not said that it took what the desk said. A confirmation and a cancellation
     * show in what it says of the alert, so that one shows that is lost while a later word came.
     */
    static final String IS_UNHEARD = "a.state <> CANCELLED and (a.said > a.heard or a.decision = CANCELLED"
            + " or (a.decision = CONFIRMED and a.basis <> DESK_CONFIRMED))";

    private AlertSql() {}
}

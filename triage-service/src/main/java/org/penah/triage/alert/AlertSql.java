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

    private AlertSql() {}
}

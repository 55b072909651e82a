package org.penah.triage.alert;

/**
 * Holds the conditions on the alert of a tip {@code t}, for the queries of packages that own tips: only this class names
 * the columns of the alert's table.
 */
public final class AlertOfTip {

    /** SQL: the state's name; null without an alert. */
    public static final String STATE = "(select a.state from alert a where a.alert_id = t.alert_id)";

    /** SQL: what the desk decided; null if nothing. */
    public static final String DECISION = "(select a.decision from alert a where a.alert_id = t.alert_id)";

    /** SQL: who has set it aside, and why; null if nobody has. */
    public static final String ASIDE =
            "(select a.aside_by || ' ' || a.aside_reason from alert a where a.alert_id = t.alert_id)";

    /** SQL condition: it has ended. What a partner calls resolved the desk can still let go on. */
    public static final String IS_OVER =
            "exists (select from alert a where a.alert_id = t.alert_id and a.state in ('EXPIRED', 'CANCELLED'))";

    /** HQL condition: nobody has answered it, and nobody has set it aside. */
    public static final String IS_UNANSWERED = "exists (select 1 from Alert a where a.alertId = t.alertId"
            + " and a.state in (UNANSWERED, UNREACHABLE) and a.asideBy is null)";

    private AlertOfTip() {}
}

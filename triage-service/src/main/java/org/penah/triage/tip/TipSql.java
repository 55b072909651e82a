package org.penah.triage.tip;

/** Holds parts for the queries of packages whose rows belong to tips: the columns of the tips' table are named in this package alone. */
public final class TipSql {

    /** HQL: the ids of all tips of {@code :queues}. */
    public static final String IDS_OF_QUEUES = "(select t.tipId from Tip t where t.queue in :queues)";

    /** HQL: those of {@code :blobIds} that a tip names. */
    public static final String BLOBS_OF_TIPS = "select t.blobId from Tip t where t.blobId in :blobIds";

    private TipSql() {}

    /**
     * SQL: the queue of a tip; null if it is not here.
     *
     * @param tipId the column that holds its id
     */
    public static String queueOf(String tipId) {
        return "(select t.queue from tip t where t.tip_id = " + tipId + ")";
    }

    /**
     * SQL condition: a tip is neither closed nor junk nor a duplicate.
     *
     * @param tipId the column that holds its id
     */
    public static String isAtWork(String tipId) {
        return "exists (select from tip t where t.tip_id = " + tipId
                + " and t.closed_on is null and coalesce(t.finding, '') not in ('JUNK', 'DUPLICATE'))";
    }

    /**
     * SQL condition: a tip reports danger within hours.
     *
     * @param tipId the column that holds its id
     */
    public static String isImminent(String tipId) {
        return "exists (select from tip t where t.tip_id = " + tipId + " and t.lane = 'IMMINENT')";
    }

    /**
     * SQL condition: a tip is here.
     *
     * @param tipId the column that holds its id
     */
    public static String isHere(String tipId) {
        return "exists (select from tip t where t.tip_id = " + tipId + ")";
    }
}

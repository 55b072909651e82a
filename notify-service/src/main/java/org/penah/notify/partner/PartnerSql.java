package org.penah.notify.partner;

/** Holds the parts of queries that name columns of a partner, {@code p}, for other packages. */
public final class PartnerSql {

    public static final String PARTNERS = "partner p";

    /** They are told in slots. */
    public static final String IN_SLOTS = "p.channel = 'SLOTS' and p.admission <> 'DISABLED'";

    /** They are told at the edge of each event. */
    public static final String AT_THE_EDGE = "p.channel = 'EDGE' and p.admission <> 'DISABLED'";

    /**
     * Of an alert {@code a}: whether they may hear of it, which before their first drill is that drill alone; and staff hear of what is
     * for staff, partners of everything else.
     */
    public static final String MAY_HEAR = "(p.admission = 'READY' and p.staff = a.staff or a.exercise)";

    /** How many receivers of staff there are who could be told. */
    public static final String STAFF = "(select count(*) from partner where staff and admission = 'READY')";

    /** How many of those take what they are sent. */
    public static final String STAFF_REACHED =
            "(select count(*) from partner where staff and admission = 'READY' and silent_since is null)";

    /** They do not take their heartbeats; the desk names them. */
    public static final String IS_SILENT = IN_SLOTS + " and p.silent_since is not null";

    /** Whether one in fifty is silent, or more: of a thousand, somebody always is. */
    public static final String MANY_ARE_SILENT =
            "(select count(p.silent_since) * 50 >= count(*) from partner p where " + IN_SLOTS + ")";

    /** They cannot be relied upon, at {@code ?1}, for what they have taken on: they are silent for minutes, or ended. */
    public static final String LOST = "(p.admission = 'DISABLED'"
            + " or p.channel = 'SLOTS' and p.silent_since <= cast(?1 as timestamptz) - interval '5 minutes')";

    private PartnerSql() {}
}

package org.penah.notify.alert;

import org.penah.notify.partner.PartnerSql;

/**
 * Holds the parts of queries that name columns of alerts, for other packages: {@code a} is an alert, {@code n} the same as
 * one partner has it.
 */
public final class AlertSql {

    public static final String PARTNER_ALERTS = "partner_alert n join alert a on a.id = n.alert_id";

    /** Whether the alert that a partner has under the id {@code ?1} is for staff. */
    public static final String IS_FOR_STAFF =
            "exists (select from " + PARTNER_ALERTS + " where n.id = cast(?1 as uuid) and a.staff)";

    /**
     * Of a partner {@code p}: the one message that is due first at {@code $1}; if {@code $3}, of those never tried. One that
     * somebody has locked holds up no other.
     */
    public static final String DUE_FIRST = """
            (select due.id, due.tries, due.next_try
            from partner_alert due cross join lateral (
                select exercise, staff, basis, flood from alert where id = due.alert_id offset 0) a
            where due.partner_id = p.id and due.next_try <= $1 and (not $3 or due.tries = 0)
                and\s""" + PartnerSql.MAY_HEAR + """

            order by a.flood and a.basis = 'SOURCE_ASSERTED', due.tries, a.exercise, a.basis = 'SOURCE_ASSERTED',
                due.next_try limit 1
            for no key update of due skip locked)""";

    /** Counts a try of the message {@code $1} that is due at {@code $2}, and has it due again at {@code $3}. */
    public static final String COUNT_TRY = """
            update partner_alert n
            set attempts = attempts + 1, tries = tries + 1,
                next_try = case when a.state not in ('EXPIRED', 'CANCELLED') or n.message_type = 'CANCEL' then $3::timestamptz end
            from alert a
            where a.id = n.alert_id and n.id = $1 and n.next_try <= $2""";

    /** How many alerts that nobody has confirmed are open with the partner of {@code n}. */
    public static final String UNCONFIRMED = """
            (select count(*) from partner_alert o join alert b on b.id = o.alert_id
            where o.partner_id = n.partner_id and b.basis = 'SOURCE_ASSERTED'
                and b.state not in ('EXPIRED', 'CANCELLED')
                and o.answered_seq = 0 and o.message_type <> 'CANCEL' and o.next_try is not null)""";

    /** Counts that the messages of {@code $1} are about to leave, if they are still to be said and nobody has locked them. */
    public static final String COUNT_LEAVING = """
            with leaving as (
                select id, message_type, attempts from partner_alert where id = any($1) and next_try is not null
                for no key update skip locked
            ), counted as (
                update partner_alert n set attempts = n.attempts + 1 from leaving l
                -- By how often an end has left, somebody who takes the database could tell when it was.
                where n.id = l.id and not (l.message_type = 'CANCEL' and l.attempts > 0)
            )
            select id from leaving""";

    /** How many partners are silent while an alert of danger waits for them, or how many are, if many are; and how many of staff. */
    static final String SILENT =
            "(select count(*) from " + PartnerSql.PARTNERS + " where " + PartnerSql.IS_SILENT + " and (p.staff or "
                    + PartnerSql.MANY_ARE_SILENT + """
             or exists (select from partner_alert n join alert a on a.id = n.alert_id
                where n.partner_id = p.id and n.next_try is not null and a.state not in ('EXPIRED', 'CANCELLED')
                    and not a.exercise)))""";

    // No later than they began, so that a clock that is set back meanwhile puts nothing off. One that somebody has
    // locked
    // holds up no other: its own clock looks at it.
    static final String LOOK_AGAIN = """
            update alert set look_at = least(opened, $1)
            where id in (select id from alert where opened is not null and expires > $1 for no key update skip locked)""";

    /** Of an alert {@code a}: a partner that has taken it on cannot be relied upon at {@code ?1}; whom a telephone reached can. */
    static final String HOLDER_LOST = """
            exists (select from partner_alert n join\s""" + PartnerSql.PARTNERS
            + " on p.id = n.partner_id where n.alert_id = a.id and n.state in ('ACKNOWLEDGED', 'CLAIMED') and not n.by_telephone and "
            + PartnerSql.LOST + ")";

    /** The end that a partner reads, as {@link MessageTimes} has it. */
    static final String THEIR_END = """
            (n.sent + make_interval(mins => case when a.exercise then %d when a.threat_when = 'HOURS' then %d else %d end))""".formatted(
                    MessageTimes.DRILL_LASTS.toMinutes(),
                    MessageTimes.HOURS_LAST.toMinutes(),
                    MessageTimes.DAYS_LAST.toMinutes());

    /**
     * Whether a partner still reads of it at {@code $2}: what is cancelled until they have confirmed that, and what has expired, or what
     * they called resolved, until the end that they read. If it went with the alert's own, those who were told later would see when it began.
     */
    public static final String IS_READ = """
            case when a.state = 'CANCELLED' then n.next_try is not null
                when a.state = 'EXPIRED' then n.attempts > 0 and\s""" + THEIR_END + """
             > $2
                when n.state = 'RESOLVED' then\s""" + THEIR_END + """
             > $2
                else true end""";

    /** Of an alert {@code a}: the end that a partner was told, who has not called it resolved, has passed at {@code ?1}. */
    static final String SAID_LONG_AGO =
            "exists (select from partner_alert n where n.alert_id = a.id and n.state <> 'RESOLVED' and " + THEIR_END
                    + " <= cast(?1 as timestamptz))";

    /** Of a real alert: the end of it that their server has not taken yet, which it is told whenever it comes back. */
    static final String CANCEL_OWED =
            "(n.message_type = 'CANCEL' and n.delivered_seq < n.seq and not a.exercise and not a.staff"
                    + " and not (a.flood and a.basis = 'SOURCE_ASSERTED' and n.answered_seq = 0))";

    /** Whether what the partner says of {@code n} does not keep others from being called, as {@link PartnerAlert#isUncounted} has it. */
    public static final String IS_UNCOUNTED =
            "(n.let_go >= " + PartnerAlert.MOST_LET_GO + " and n.message_type <> 'CANCEL')";

    /** Whether an end is owed for longer than a day: it is due on a whole day, which is later than when it was said. */
    public static final String IS_OWED =
            "(message_type = 'CANCEL' and sent < next_try and next_try = date_trunc('day', next_try, 'UTC'))";

    /** The ids of alerts that are settled and of which nobody is told anything more, but for an end that is owed, of a day. */
    public static final String SETTLED = """
            (select id from alert a
             where state in ('EXPIRED', 'CANCELLED')
               and not exists (select from partner_alert n where n.alert_id = a.id
                    and n.next_try <> date_trunc('day', n.next_try, 'UTC')))""";

    /** The ids of {@link #SETTLED} alerts as partners have them. */
    public static final String SETTLED_WITH_PARTNERS =
            "(select id from partner_alert where alert_id in " + SETTLED + ")";

    private AlertSql() {}
}

package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.AlertOfTip;
import org.penah.triage.alert.AlertState;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.threat.Lane;

/** Counts tips by what is known of them without opening one. */
@ApplicationScoped
public class TipCounts {

    /**
     * Tips that came on a day; those that none came with are absent.
     *
     * @param lane in which they stand now
     * @param marked whether the form was being flooded meanwhile
     */
    public record Arrivals(LocalDate day, Lane lane, boolean marked, long count) {}

    /** How soon tips were opened: reports of danger against their due time, all others in days. */
    public record Looks(Danger danger, Others others) {}

    public record Danger(long inTime, long late, long waiting) {}

    /** How soon, in days.
     *
     * @param within7 from the second day to the seventh after it came
     */
    public record Others(long sameDay, long nextDay, long within7, long later, long waiting) {}

    public record AlertCount(AlertState state, long count) {}

    /**
     * How many tips are sealed to an epoch, and how many of these somebody may still need to open.
     *
     * @param open not closed
     * @param held on legal hold
     * @param alerted with an alert that is not over
     */
    public record OfEpoch(long tips, long unread, long open, long held, long alerted) {

        public static final OfEpoch NONE = new OfEpoch(0, 0, 0, 0, 0);
    }

    public Uni<List<Arrivals>> arrivals(Mutiny.Session session, List<String> queues, LocalDate from) {
        return session.createQuery("""
                        select t.day, t.lane, t.flood, count(*) from Tip t
                        where t.queue in :queues and t.day >= :from
                        group by t.day, t.lane, t.flood order by t.day, t.lane, t.flood""", Object[].class)
                .setParameter("queues", queues)
                .setParameter("from", from)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Arrivals((LocalDate) row[0], (Lane) row[1], (boolean) row[2], (long) row[3]))
                        .toList());
    }

    public Uni<Looks> looks(Mutiny.Session session, List<String> queues, LocalDate from) {
        return session.createNativeQuery("""
                        select count(*) filter (where danger and not looked_late),
                            count(*) filter (where danger and looked_late),
                            count(*) filter (where danger and days is null),
                            count(*) filter (where not danger and days <= 0),
                            count(*) filter (where not danger and days = 1),
                            count(*) filter (where not danger and days between 2 and 7),
                            count(*) filter (where not danger and days > 7),
                            count(*) filter (where not danger and days is null)
                        from (select threat_who <> 'NONE' as danger, looked_late, first_opened - day as days
                            from tip where queue in (?1) and day >= ?2) looked""", Object[].class)
                .setParameter(1, queues)
                .setParameter(2, from)
                .getSingleResult()
                .map(row -> new Looks(
                        new Danger(number(row[0]), number(row[1]), number(row[2])),
                        new Others(number(row[3]), number(row[4]), number(row[5]), number(row[6]), number(row[7]))));
    }

    /** The alerts of all tips that are here, whenever they came; states that none has are absent. */
    public Uni<List<AlertCount>> alerts(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select state, count(*) from (select " + AlertOfTip.STATE + " as state from tip t"
                                + " where t.queue in (?1) and t.alert_id is not null) alerted"
                                + " where state is not null group by state order by state",
                        Object[].class)
                .setParameter(1, queues)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new AlertCount(AlertState.valueOf((String) row[0]), number(row[1])))
                        .toList());
    }

    /** How many tips of these queues have an alert that nobody has answered, wherever the tips stand. */
    public Uni<Long> unanswered(Mutiny.Session session, List<String> queues) {
        return session.createQuery(
                        "select count(*) from Tip t where t.queue in :queues and " + AlertOfTip.IS_UNANSWERED,
                        Long.class)
                .setParameter("queues", queues)
                .getSingleResult();
    }

    /** Epochs without tips are absent. A tip that was moved counts in the epoch that it came to, as well: it may go back there. */
    public Uni<Map<EpochId, OfEpoch>> ofEpochs(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select queue, epoch, count(*), count(*) filter (where first_opened is null),"
                                + " count(*) filter (where closed_on is null), count(*) filter (where legal_hold),"
                                + " count(*) filter (where alert_id is not null and not " + AlertOfTip.IS_OVER + ")"
                                + " from (select queue, epoch, first_opened, closed_on, legal_hold, alert_id from tip"
                                + " union all select m.from_queue, m.from_epoch, first_opened, closed_on, legal_hold, alert_id"
                                + " from moved_tip m join tip using (tip_id)) t group by queue, epoch",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new EpochId((String) row[0], (int) row[1]),
                                row -> new OfEpoch(
                                        number(row[2]),
                                        number(row[3]),
                                        number(row[4]),
                                        number(row[5]),
                                        number(row[6])))));
    }

    private static long number(Object count) {
        return ((Number) count).longValue();
    }
}

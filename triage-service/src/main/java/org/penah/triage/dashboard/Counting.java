package org.penah.triage.dashboard;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.AlertState;
import org.penah.triage.threat.Lane;
import org.penah.triage.tip.OverdueTips;

/** Counts tips by what is known of them without opening one. */
@ApplicationScoped
class Counting {

    /** Four weeks: enough to see a trend, few enough for one chart. */
    static final int DAYS = 28;

    private final OverdueTips overdueTips;
    private final Clock clock;

    Counting(OverdueTips overdueTips, Clock clock) {
        this.overdueTips = overdueTips;
        this.clock = clock;
    }

    /** @param queues in which to count; at least one */
    Uni<Dashboard> of(Mutiny.Session session, List<String> queues) {
        LocalDate to = LocalDate.now(clock);
        LocalDate from = to.minusDays(DAYS - 1);
        return arrivals(session, queues, from)
                .chain(arrivals -> looks(session, queues, from)
                        .chain(looks -> overdueTips
                                .counts(session, queues)
                                .chain(overdue -> alerts(session, queues)
                                        .map(alerts -> new Dashboard(from, to, arrivals, looks, overdue, alerts)))));
    }

    private static Uni<List<Dashboard.Arrivals>> arrivals(Mutiny.Session session, List<String> queues, LocalDate from) {
        return session.createQuery("""
                        select t.day, t.lane, t.flood, count(*) from Tip t
                        where t.queue in :queues and t.day >= :from
                        group by t.day, t.lane, t.flood order by t.day, t.lane, t.flood""", Object[].class)
                .setParameter("queues", queues)
                .setParameter("from", from)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Dashboard.Arrivals(
                                (LocalDate) row[0], (Lane) row[1], (boolean) row[2], (long) row[3]))
                        .toList());
    }

    private static Uni<Dashboard.Looks> looks(Mutiny.Session session, List<String> queues, LocalDate from) {
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
                .map(row -> new Dashboard.Looks(
                        new Dashboard.Danger(number(row[0]), number(row[1]), number(row[2])),
                        new Dashboard.Others(
                                number(row[3]), number(row[4]), number(row[5]), number(row[6]), number(row[7]))));
    }

    private static Uni<List<Dashboard.AlertCount>> alerts(Mutiny.Session session, List<String> queues) {
        return session.createQuery("""
                        select a.state, count(*) from Alert a join Tip t on t.alertId = a.alertId
                        where t.queue in :queues group by a.state order by a.state""", Object[].class)
                .setParameter("queues", queues)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Dashboard.AlertCount((AlertState) row[0], (long) row[1]))
                        .toList());
    }

    private static long number(Object count) {
        return ((Number) count).longValue();
    }
}

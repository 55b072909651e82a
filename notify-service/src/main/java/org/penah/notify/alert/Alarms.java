package org.penah.notify.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.penah.notify.partner.PartnerSql;

/** Counts alerts that nobody has answered, for the metrics, and logs an alarm when their number grows. */
@ApplicationScoped
@Startup
class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private static final String COUNT = """
            select count(*) filter (where state = 'UNREACHABLE' and not quiet) as unreachable,
                count(*) filter (where opened <= $1::timestamptz - interval '15 minutes' and not quiet) as duty,
                count(*) filter (where state = 'UNANSWERED' and not quiet) as long_unanswered,
                count(*) filter (where quiet and opened <= $1::timestamptz - interval '15 minutes') as quiet,
                -- One that a partner calls resolved has an alarm at the desk.
                count(*) filter (where overdue and state <> 'RESOLVED') as overdue,
                -- On the desk's word: no partner has pressed that it sees to it.
                count(*) filter (where state = 'ACKNOWLEDGED' and not exists (select from partner_alert n
                    where n.alert_id = marked.id and n.state = 'ACKNOWLEDGED' and not n.by_telephone)) as by_telephone,
                -- It is tried again at its time, and just then it is not known whether it still fails.
                (select count(*) from stuck_alert where until > $1 - interval '10 seconds') as stuck,
                %s as staff, %s as staff_reached, %s as silent
            -- An unconfirmed alert from a flood pages nobody; the desk still shows it, and it is counted by itself.
            from (select *, flood and basis = 'SOURCE_ASSERTED' as quiet from alert) marked
            where state not in ('EXPIRED', 'CANCELLED') and not exercise and not staff""".formatted(PartnerSql.STAFF, PartnerSql.STAFF_REACHED, AlertSql.SILENT);

    private final Pool pool;
    private final Clock clock;
    private final AtomicLong unreachable;
    private final AtomicLong duty;
    private final AtomicLong longUnanswered;
    private final AtomicLong quiet;
    private final AtomicLong overdue;
    private final AtomicLong byTelephone;
    private final AtomicLong stuck;
    private final AtomicLong staffAbsent;
    private final AtomicLong staffUnreachable;
    private final AtomicLong silent;
    private volatile long counted = System.nanoTime();

    Alarms(Pool pool, Clock clock, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
        this.unreachable = meters.gauge("penah.alerts.unreachable", new AtomicLong());
        this.duty = meters.gauge("penah.alerts.duty", new AtomicLong());
        this.longUnanswered = meters.gauge("penah.alerts.long.unanswered", new AtomicLong());
        this.quiet = meters.gauge("penah.alerts.quiet", new AtomicLong());
        this.overdue = meters.gauge("penah.alerts.overdue", new AtomicLong());
        this.byTelephone = meters.gauge("penah.alerts.by.telephone", new AtomicLong());
        this.stuck = meters.gauge("penah.alerts.stuck", new AtomicLong());
        this.staffAbsent = meters.gauge("penah.staff.absent", new AtomicLong());
        this.staffUnreachable = meters.gauge("penah.staff.unreachable", new AtomicLong());
        this.silent = meters.gauge("penah.partners.silent", new AtomicLong());
        // After a start that finds its database hanging, the other gauges stand at 0 and know nothing.
        meters.gauge(
                "penah.alerts.uncounted.seconds",
                this,
                alarms -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - alarms.counted));
    }

    @Scheduled(every = "${penah.alarms.every:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .invoke(rows -> show(rows.iterator().next()))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "alerts cannot be counted: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void show(Row counts) {
        counted = System.nanoTime();
        quiet.set(counts.getLong("quiet"));
        byTelephone.set(counts.getLong("by_telephone"));
        silent.set(counts.getLong("silent"));
        long staff = counts.getLong("staff");
        staffAbsent.set(staff == 0 ? 1 : 0);
        cry(unreachable, counts.getLong("unreachable"), "NO_ONE_REACHABLE for alerts");
        cry(duty, counts.getLong("duty"), "call the duty phone: alerts without an answer for 15 minutes");
        cry(longUnanswered, counts.getLong("long_unanswered"), "nobody has answered alerts for 30 minutes");
        cry(overdue, counts.getLong("overdue"), "the time of alerts has passed: the desk renews or ends them");
        cry(stuck, counts.getLong("stuck"), "alerts cannot be looked at");
        cry(
                staffUnreachable,
                staff > 0 && counts.getLong("staff_reached") == 0 ? 1 : 0,
                "no receiver of staff on duty can be reached");
    }

    private static void cry(AtomicLong known, long now, String what) {
        if (now > known.getAndSet(now)) {
            LOG.errorf("ALARM: %s: %d", what, now);
        }
    }
}

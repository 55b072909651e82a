package org.penah.notify.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Watches that no alert goes silent: counts what nobody has answered, and cries out when nobody can or will. */
@ApplicationScoped
class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private static final String COUNT = """
            select count(*) as unanswered,
                count(*) filter (where not exists (select from notice n where n.alert_id = a.id)) as without_partner,
                count(*) filter (where expires <= $1) as expired
            from alert a where state in ('OPEN', 'DELIVERED')""";

    private final Pool pool;
    private final Clock clock;
    private final AtomicLong unanswered;
    private final AtomicLong withoutPartner;
    private final AtomicLong expired;

    Alarms(Pool pool, Clock clock, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
        this.unanswered = meters.gauge("penah.alerts.unanswered", new AtomicLong());
        this.withoutPartner = meters.gauge("penah.alerts.without.partner", new AtomicLong());
        this.expired = meters.gauge("penah.alerts.expired.unanswered", new AtomicLong());
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
        unanswered.set(counts.getLong("unanswered"));
        cry(withoutPartner, counts.getLong("without_partner"), "alerts without any partner to go to");
        cry(expired, counts.getLong("expired"), "alerts expired and nobody has answered");
    }

    private static void cry(AtomicLong known, long now, String what) {
        if (now > known.getAndSet(now)) {
            LOG.errorf("ALARM: %s: %d", what, now);
        }
    }
}

package org.penah.notify.slot;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.ChannelFaults;
import org.penah.notify.partner.Partners;

/** Whether partners take our beats. */
@ApplicationScoped
class Heartbeats {

    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    // Another instance may have beaten before us. A beat like the one before writes nothing.
    private static final String COUNT = """
            update partner set missed_beats = case when $2 then 0 else missed_beats + 1 end
            where id = $1 and case when $2 then missed_beats > 0 else missed_beats < $3 end
            returning missed_beats""";

    private final Alerts alerts;
    private final ChannelFaults faults;
    private final Pool pool;
    private final MeterRegistry meters;

    Heartbeats(Alerts alerts, ChannelFaults faults, Pool pool, MeterRegistry meters) {
        this.alerts = alerts;
        this.faults = faults;
        this.pool = pool;
        this.meters = meters;
    }

    /**
     * Keeps how a beat ended; misses in a row count up to {@value Partners#SILENCE}, which is silence.
     *
     * @param withheld whether an alert was left out of it
     */
    Uni<Void> keep(UUID partnerId, Outcome outcome, boolean withheld) {
        return count(partnerId, outcome.isAccepted())
                .chain(() -> faults.beaten(partnerId, outcome, withheld))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }

    private Uni<Void> count(UUID partnerId, boolean taken) {
        meters.counter("penah.slots", "taken", Boolean.toString(taken)).increment();
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(partnerId, taken, Partners.SILENCE))
                .chain(changed -> changed.size() == 0
                        ? Uni.createFrom().voidItem()
                        : counted(changed.iterator().next().getInteger("missed_beats")));
    }

    private Uni<Void> counted(int missed) {
        if (missed == Partners.SILENCE) {
            LOG.error("ALARM: a partner does not take our beats");
        }
        boolean mayChangeWhoIsReached = missed == Partners.SILENCE || missed == 0;
        return mayChangeWhoIsReached ? alerts.lookAgain() : Uni.createFrom().voidItem();
    }
}

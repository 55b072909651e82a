package org.penah.notify.slot;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.delivery.HeartbeatPool;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.ChannelFaults;

/** Records whether partners take our heartbeats. */
@ApplicationScoped
class Heartbeats {

    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    // Another instance may have beaten before us. A beat like the one before writes nothing.
    private static final String COUNT = """
            update slot_lease set missed_beats = case when $2 then 0 else missed_beats + 1 end
            where partner_id = $1 and case when $2 then missed_beats > 0 else missed_beats < $3 end
            returning missed_beats""";

    /** So many beats missed in a row are silence. */
    static final int SILENCE = 3;

    private final Alerts alerts;
    private final ChannelFaults faults;
    private final Pool pool;
    private final MeterRegistry meters;

    Heartbeats(Alerts alerts, ChannelFaults faults, @HeartbeatPool Pool pool, MeterRegistry meters) {
        this.alerts = alerts;
        this.faults = faults;
        this.pool = pool;
        this.meters = meters;
    }

    /**
     * Keeps how a beat ended; misses in a row count up to {@value #SILENCE}, which is silence.
     *
     * @param withheld whether an alert was left out of it
     */
    Uni<Void> keep(UUID partnerId, Outcome outcome, boolean withheld) {
        boolean taken = outcome.isAccepted();
        meters.counter("penah.slots", "taken", Boolean.toString(taken)).increment();
        return missed(partnerId, taken)
                .chain(missed -> faults.tried(partnerId, outcome, withheld, missed == SILENCE))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }

    private Uni<Integer> missed(UUID partnerId, boolean taken) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(partnerId, taken, SILENCE))
                .map(changed -> changed.size() == 0
                        ? taken ? 0 : SILENCE
                        : counted(changed.iterator().next().getInteger("missed_beats")));
    }

    private static int counted(int missed) {
        if (missed == SILENCE) {
            LOG.error("ALARM: a partner does not take our beats");
        }
        return missed;
    }
}

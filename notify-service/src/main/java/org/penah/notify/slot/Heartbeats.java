package org.penah.notify.slot;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.Partners;
import org.penah.notify.partner.Troubles;

/** Whether partners take our beats. */
@ApplicationScoped
class Heartbeats {

    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    private final Alerts alerts;
    private final Troubles troubles;
    private final Pool pool;
    private final MeterRegistry meters;

    // What is kept, so that a beat like the one before writes nothing.
    private final Map<UUID, Integer> missed = new ConcurrentHashMap<>();

    Heartbeats(Alerts alerts, Troubles troubles, Pool pool, MeterRegistry meters) {
        this.alerts = alerts;
        this.troubles = troubles;
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
                .chain(() -> troubles.beaten(partnerId, outcome, withheld))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }

    private Uni<Void> count(UUID partnerId, boolean taken) {
        meters.counter("penah.slots", "taken", Boolean.toString(taken)).increment();
        int before = missed.getOrDefault(partnerId, -1);
        int after = taken ? 0 : Math.min(Math.max(before, 0) + 1, Partners.SILENCE);
        if (before == after) {
            return Uni.createFrom().voidItem();
        }
        boolean changesWhoIsReached = after == Partners.SILENCE || before == Partners.SILENCE;
        if (after == Partners.SILENCE) {
            LOG.error("ALARM: a partner does not take our beats");
        }
        return pool.preparedQuery("update partner set missed_beats = $2 where id = $1")
                .execute(Tuple.of(partnerId, after))
                .invoke(() -> missed.put(partnerId, after))
                .chain(() -> changesWhoIsReached
                        ? alerts.lookAgain()
                        : Uni.createFrom().voidItem());
    }
}

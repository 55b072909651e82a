package org.penah.intake.flood;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.circuit.Circuits;

/** Tells the other features what a flood means for them. */
@ApplicationScoped
public class Flood {

    private final RateLimiter limits;
    private final FloodConfig config;
    private final Circuits circuits;
    private final Vertx vertx;

    Flood(FloodConfig config, Circuits circuits, Vertx vertx, MeterRegistry meters) {
        this.limits = new RateLimiter(config, System.nanoTime());
        this.config = config;
        this.circuits = circuits;
        this.vertx = vertx;
        meters.gauge("penah.flood", limits, all -> all.flood(System.nanoTime()) ? 1 : 0);
    }

    /** Whether somebody may try a receipt now; if not, they are asked to wait. */
    public boolean mayTryReceipt(HttpConnection connection) {
        return limits.mayTry(circuits.of(connection), System.nanoTime());
    }

    /** Whether another megabyte of what comes through this circuit may be kept while the disk is filling. On any thread. */
    public boolean mayFill(Optional<Circuit> circuit) {
        return limits.mayFill(circuit, System.nanoTime());
    }

    /**
     * Lets a tip be kept, at once or, if its circuit has sent more than its share, after a while.
     *
     * @return whether it came in a flood and must be marked
     */
    public Future<Boolean> arrives(HttpConnection connection, boolean danger) {
        Promise<Boolean> marked = Promise.promise();
        switch (limits.arrives(circuits.of(connection), danger, System.nanoTime())) {
            case TAKE -> marked.complete(false);
            case MARK -> marked.complete(true);
            case SLOW -> hold(() -> marked.complete(true));
        }
        return marked.future();
    }

    boolean mayAsk(HttpConnection connection) {
        return limits.mayAsk(circuits.of(connection), System.nanoTime())
                && circuits.open(connection) <= config.circuit().connections();
    }

    /** Does something later, on this same context. */
    void hold(Runnable later) {
        Context context = vertx.getOrCreateContext();
        vertx.setTimer(config.hold().toMillis(), passed -> context.runOnContext(back -> later.run()));
    }
}

package org.penah.notify.edge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.delivery.Attempt;
import org.penah.notify.delivery.DeliveryQueue;
import org.penah.notify.delivery.DeliveryRecorder;
import org.penah.notify.egress.Outcome;

/**
 * Sends what is due, to many partners at once and to each one message at a time.
 *
 * <p>It looks when a change has committed, when a partner comes free, and by the clock. A slow or hostile partner holds
 * one place and nobody else's message; the claims see to it that a crash at any line here leaves a message that comes
 * due again.
 */
@ApplicationScoped
class Dispatcher {

    /** When partners are in and open alerts were offered to them. */
    private static final int PRIORITY = 300;

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final DeliveryQueue queue;
    private final EdgeSender sender;
    private final DeliveryRecorder recorder;
    private final DueListener listener;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicInteger places;
    private final AtomicInteger otherPlaces;
    private final AtomicInteger wakes = new AtomicInteger();
    /** Whatever has begun and not ended, and one more for who waits for that. */
    private final Phaser underWay = new Phaser(1);

    private volatile boolean stopped;

    Dispatcher(
            DeliveryQueue queue,
            EdgeSender sender,
            DeliveryRecorder recorder,
            DueListener listener,
            Vertx vertx,
            EdgeConfig config) {
        this.queue = queue;
        this.sender = sender;
        this.recorder = recorder;
        this.listener = listener;
        this.vertx = vertx;
        this.config = config;
        this.places = new AtomicInteger(config.inFlight());
        this.otherPlaces = new AtomicInteger(config.inFlight() - config.firstTries());
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent started) {
        vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
        wake();
    }

    /** What is under way ends, for a partner's next message waits for it; what waits is another instance's. */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        stopped = true;
        try {
            underWay.awaitAdvanceInterruptibly(
                    underWay.arrive(), DeliveryQueue.LONGEST_LEASE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException tooLong) {
            LOG.warn("a delivery was interrupted at shutdown and will be retried");
        }
    }

    /** Starts a round, or one more behind the one that runs. */
    private void wake() {
        if (!stopped && wakes.getAndIncrement() == 0) {
            round();
        }
    }

    private void round() {
        int heard = wakes.get();
        underWay.register();
        listener.listen(this::wake)
                // On their way before anybody looks for the others.
                .chain(() -> queue.takeFresh(places.get()))
                .invoke(this::startAll)
                .chain(() -> queue.takeAny(Math.min(places.get(), otherPlaces.get())))
                .invoke(this::startAll)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(this::report)
                .subscribe()
                .with(done -> {
                    underWay.arriveAndDeregister();
                    if (wakes.addAndGet(-heard) != 0 && !stopped) {
                        round();
                    }
                });
    }

    private void startAll(List<Attempt> attempts) {
        attempts.forEach(attempt -> {
            give(attempt, -1);
            start(attempt);
        });
    }

    private void start(Attempt attempt) {
        underWay.register();
        // A separate context: Hibernate Reactive ties a session to it.
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> sender.send(attempt)
                .emitOn(task -> context.runOnContext(then -> task.run()))
                .chain(outcome -> recorder.keep(attempt, outcome)
                        .onFailure()
                        .recoverWithItem(this::report)
                        .chain(() -> queue.release(attempt, pause(outcome))))
                .onFailure()
                .recoverWithItem(this::report)
                .subscribe()
                .with(done -> {
                    give(attempt, 1);
                    underWay.arriveAndDeregister();
                    wake();
                }));
    }

    private Duration pause(Outcome outcome) {
        Duration asked = outcome.retryAfter();
        return asked.compareTo(config.longestPause()) > 0 ? config.longestPause() : asked;
    }

    private void give(Attempt attempt, int place) {
        places.addAndGet(place);
        if (!attempt.isFresh()) {
            otherPlaces.addAndGet(place);
        }
    }

    private @Nullable Void report(Throwable fault) {
        LOG.warnf("delivery failed, will retry: %s", fault.getClass().getName());
        return null;
    }
}

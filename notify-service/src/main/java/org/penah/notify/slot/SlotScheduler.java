package org.penah.notify.slot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.egress.Outcome;
import org.penah.notify.egress.Reply;
import org.penah.notify.partner.Endpoint;

/**
 * Keeps the beat for each partner that this instance holds the lease of.
 *
 * <p>Its clock is one thread that does nothing else. What leaves is packed ahead of its moment; at the moment the next
 * one is set first, and then the bytes go. So neither an alert, nor load, nor a retry moves a beat. What a slow database has
 * packed too late leaves in the next slot, if nothing newer is at hand by then.
 */
@ApplicationScoped
class SlotScheduler {

    /** When partners are in and open alerts were offered to them. */
    private static final int PRIORITY = 300;

    private static final Logger LOG = Logger.getLogger(SlotScheduler.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LEASE_CHECK_MILLIS = 1000;

    private final UUID instance = UUID.randomUUID();
    private final Map<UUID, Rhythm> held = new ConcurrentHashMap<>();
    private final Set<UUID> troubled = ConcurrentHashMap.newKeySet();
    private final Set<UUID> late = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "beat");
        thread.setDaemon(true);
        return thread;
    });
    private final Leases leases;
    private final SlotRequestBuilder requests;
    private final SlotSender sender;
    private final Heartbeats heartbeats;
    private final Vertx vertx;
    private final Clock clock;
    private final Duration length;
    private final long ahead;

    /** One partner's beat, and what must be at hand when it comes. */
    private static final class Rhythm {

        private final UUID partnerId;
        private final SlotClock beat;
        private volatile @Nullable Endpoint endpoint;
        private volatile boolean ended;
        private @Nullable Packed latest;
        private boolean isAtHand;

        private Rhythm(UUID partnerId, SlotClock beat) {
            this.partnerId = partnerId;
            this.beat = beat;
        }

        /** Of two that overtake each other the older one is never sent behind the newer one. */
        private synchronized void keep(Packed packed) {
            if (latest == null || packed.moment() - latest.moment() > 0) {
                latest = packed;
                isAtHand = true;
            }
        }

        /** What is at hand, once. */
        private synchronized @Nullable Packed take() {
            Packed taken = isAtHand ? latest : null;
            isAtHand = false;
            return taken;
        }
    }

    /** A request, and the moment that it was packed for. */
    private record Packed(long moment, SlotRequest request) {}

    SlotScheduler(
            Leases leases,
            SlotRequestBuilder requests,
            SlotSender sender,
            Heartbeats heartbeats,
            Vertx vertx,
            Clock clock,
            SlotConfig config,
            MeterRegistry meters) {
        if (config.length().compareTo(config.shortest()) < 0 || config.length().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("penah.slots.length is not between " + config.shortest() + " and 60 s");
        }
        this.leases = leases;
        this.requests = requests;
        this.sender = sender;
        this.heartbeats = heartbeats;
        this.vertx = vertx;
        this.clock = clock;
        this.length = config.length();
        meters.gauge("penah.slots.trouble", troubled, Set::size);
        meters.gauge("penah.slots.late", late, Set::size);
        this.ahead = Math.min(Duration.ofMillis(500).toNanos(), length.toNanos() / 5);
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent started) {
        vertx.setPeriodic(LEASE_CHECK_MILLIS, tick -> renew());
        renew();
    }

    void stop(@Observes ShutdownEvent stopping) {
        clockwork.shutdownNow();
        leases.release(instance).onFailure().recoverWithNull().await().atMost(Duration.ofSeconds(2));
    }

    /** While the database is away nobody can take a lease from us, and the beat goes on. */
    private void renew() {
        if (!clockwork.isShutdown() && renewing.compareAndSet(false, true)) {
            leases.hold(instance)
                    .onTermination()
                    .invoke(() -> renewing.set(false))
                    .subscribe()
                    .with(this::follow, fault -> report(fault));
        }
    }

    private void follow(Map<UUID, Double> phases) {
        held.forEach((partnerId, rhythm) -> {
            if (!phases.containsKey(partnerId)) {
                rhythm.ended = true;
                held.remove(partnerId);
                troubled.remove(partnerId);
                late.remove(partnerId);
            }
        });
        phases.forEach((partnerId, phase) -> held.computeIfAbsent(partnerId, id -> begin(id, phase)));
    }

    private Rhythm begin(UUID partnerId, double phase) {
        Rhythm rhythm = new Rhythm(partnerId, SlotClock.begin(phase, length, clock.instant(), System.nanoTime()));
        setNext(rhythm);
        return rhythm;
    }

    private void setNext(Rhythm rhythm) {
        long now = System.nanoTime();
        long moment = rhythm.beat.after(now + ahead);
        if (!rhythm.ended && !clockwork.isShutdown()) {
            at(moment - ahead, () -> pack(rhythm, moment));
        }
    }

    private void pack(Rhythm rhythm, long moment) {
        at(moment, () -> beat(rhythm, moment));
        onContext(() -> requests.pack(rhythm.partnerId).invoke(request -> {
            rhythm.endpoint = request.endpoint();
            rhythm.keep(new Packed(moment, request));
        }));
    }

    private void beat(Rhythm rhythm, long moment) {
        setNext(rhythm);
        Packed packed = rhythm.take();
        Endpoint endpoint = rhythm.endpoint;
        if (rhythm.ended) {
            return;
        }
        note(rhythm.partnerId, packed, moment);
        if (endpoint == null) {
            // Where it is and with which keys could not be read since this instance began: it hears nothing from us.
            onContext(() -> heartbeats.keep(rhythm.partnerId, Outcome.without(Outcome.Kind.FAULT), false));
            return;
        }
        SlotRequest leaving = packed == null ? requests.ofTrouble(endpoint) : packed.request();
        sender.send(leaving)
                .subscribe()
                .with(
                        reply -> onContext(() -> keep(rhythm.partnerId, leaving, reply)),
                        fault -> onContext(
                                () -> heartbeats.keep(rhythm.partnerId, Outcome.of(fault), leaving.withheld())));
    }

    private Uni<Void> keep(UUID partnerId, SlotRequest request, Reply reply) {
        Outcome outcome = sender.outcome(request, reply);
        return heartbeats
                .keep(partnerId, outcome, request.withheld())
                .onFailure()
                .invoke(SlotScheduler::report)
                .onFailure()
                .recoverWithNull()
                .chain(() -> outcome.isAccepted()
                        ? sender.keep(partnerId, request, reply)
                        : Uni.createFrom().voidItem());
    }

    /** Notes whether a partner's alerts were looked up, and in time. */
    private void note(UUID partnerId, @Nullable Packed packed, long moment) {
        if (packed != null && packed.moment() != moment) {
            late.add(partnerId);
        } else {
            late.remove(partnerId);
        }
        if (packed != null) {
            troubled.remove(partnerId);
        } else if (troubled.add(partnerId)) {
            LOG.error("ALARM: a partner's alerts cannot be looked up");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what runs then reports its own faults
    private void at(long moment, Runnable task) {
        clockwork.schedule(task, moment - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** On a separate context: Hibernate Reactive ties a session to it. */
    private void onContext(Supplier<Uni<?>> work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> work.get().subscribe().with(done -> {}, fault -> report(fault)));
    }

    private static void report(Throwable fault) {
        LOG.warnf("heartbeat failed: %s", fault.getClass().getName());
    }
}

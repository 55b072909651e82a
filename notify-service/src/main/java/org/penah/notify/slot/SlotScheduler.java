package org.penah.notify.slot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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
 * <p>Its clock is one thread that does nothing else. What leaves is packed ahead of its moment; at the moment, or by chance a
 * little later, the next one is set first, and then the bytes go. So neither an alert, nor load, nor a retry moves a beat. How
 * long ahead depends on how long the database has taken of late. What is packed too late for its beat never leaves: meanwhile an alert may have ended.
 */
@ApplicationScoped
class SlotScheduler {

    /** When partners are in and open alerts were offered to them. */
    private static final int PRIORITY = 300;

    private static final Logger LOG = Logger.getLogger(SlotScheduler.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LEASE_CHECK_MILLIS = 1000;

    private static final int REMEMBERED_SLOTS = 6;

    /** Longer than a database that does not answer keeps a connection busy. */
    private static final Duration PACKING_LIMIT = Duration.ofSeconds(60);

    private final UUID instance = UUID.randomUUID();
    private final SecureRandom chance = new SecureRandom();
    private final Map<UUID, Rhythm> held = new ConcurrentHashMap<>();
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
    private final long shortestLead;
    private volatile Took slowest = new Took(0, System.nanoTime());

    /** How long it took to pack a request, and when that was. */
    private record Took(long nanos, long at) {}

    /** One partner's beat, and what must be at hand when it comes. */
    private static final class Rhythm {

        private final UUID partnerId;
        private final SlotClock beat;
        private volatile @Nullable Endpoint endpoint;
        private volatile boolean ended;
        private volatile @Nullable Packed packed;
        private volatile boolean isTroubled;
        private final AtomicBoolean isPacking = new AtomicBoolean();

        private Rhythm(UUID partnerId, SlotClock beat) {
            this.partnerId = partnerId;
            this.beat = beat;
        }
    }

    /** A reply, and whether it counts as an answer: its partner must have signed it. */
    private record Answered(Reply reply, Outcome outcome) {}

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
        this.shortestLead = Math.min(Duration.ofMillis(500).toNanos(), length.toNanos() / 5);
        meters.gauge(
                "penah.slots.trouble",
                held,
                all -> all.values().stream().filter(rhythm -> rhythm.isTroubled).count());
        meters.gauge("penah.slots.slow", this, self -> self.lead() > self.shortestLead ? 1 : 0);
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
        long lead = lead();
        long moment = rhythm.beat.after(System.nanoTime() + lead);
        if (!rhythm.ended && !clockwork.isShutdown()) {
            at(moment - lead, () -> pack(rhythm, moment));
        }
    }

    /** Twice as long as the slowest of the last slots took, but no longer than half a slot: the state is to be fresh. */
    private long lead() {
        Took took = slowest;
        return isOver(took) ? shortestLead : Math.min(Math.max(shortestLead, 2 * took.nanos()), length.toNanos() / 2);
    }

    private boolean isOver(Took took) {
        return System.nanoTime() - took.at() > REMEMBERED_SLOTS * length.toNanos();
    }

    private synchronized void took(long nanos) {
        if (isOver(slowest) || nanos >= slowest.nanos()) {
            slowest = new Took(nanos, System.nanoTime());
        }
    }

    private void pack(Rhythm rhythm, long moment) {
        at(rhythm.beat.leaving(moment, chance), () -> beat(rhythm, moment));
        // Another one at once would leave out what the first has locked, as if there were no alert.
        if (rhythm.isPacking.compareAndSet(false, true)) {
            long begun = System.nanoTime();
            onContext(() -> Uni.createFrom()
                    .deferred(() -> requests.pack(rhythm.partnerId))
                    .ifNoItem()
                    .after(PACKING_LIMIT)
                    .fail()
                    .invoke(request -> {
                        rhythm.endpoint = request.endpoint();
                        rhythm.packed = new Packed(moment, request);
                    })
                    .onTermination()
                    .invoke(() -> {
                        took(System.nanoTime() - begun);
                        rhythm.isPacking.set(false);
                    }));
        }
    }

    private void beat(Rhythm rhythm, long moment) {
        setNext(rhythm);
        Packed packed = rhythm.packed;
        SlotRequest inTime = packed != null && packed.moment() == moment ? packed.request() : null;
        Endpoint endpoint = rhythm.endpoint;
        if (rhythm.ended) {
            return;
        }
        note(rhythm, inTime == null);
        if (endpoint == null) {
            // Where it is and with which keys could not be read since this instance began: it hears nothing from us.
            onContext(() -> heartbeats.keep(rhythm.partnerId, Outcome.without(Outcome.Kind.FAULT), false));
            return;
        }
        SlotRequest leaving = inTime == null ? requests.ofTrouble(endpoint) : inTime;
        sender.send(leaving)
                // A signature takes a millisecond to verify: beats that leave meanwhile must not wait for it.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(reply -> new Answered(reply, sender.outcome(leaving, reply)))
                .subscribe()
                .with(
                        answered -> onContext(() -> keep(rhythm.partnerId, leaving, answered)),
                        fault -> onContext(
                                () -> heartbeats.keep(rhythm.partnerId, Outcome.of(fault), leaving.withheld())));
    }

    private Uni<Void> keep(UUID partnerId, SlotRequest request, Answered answered) {
        return heartbeats
                .keep(partnerId, answered.outcome(), request.withheld())
                .onFailure()
                .invoke(SlotScheduler::report)
                .onFailure()
                .recoverWithNull()
                .chain(() -> answered.outcome().isAccepted()
                        ? sender.keep(partnerId, request, answered.reply())
                        : Uni.createFrom().voidItem());
    }

    private static void note(Rhythm rhythm, boolean isTroubled) {
        if (isTroubled && !rhythm.isTroubled) {
            LOG.error("ALARM: a partner's alerts cannot be looked up");
        }
        rhythm.isTroubled = isTroubled;
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

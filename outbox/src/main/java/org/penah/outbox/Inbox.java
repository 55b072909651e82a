package org.penah.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes each event once: the row that remembers it and the change that it makes are one transaction.
 *
 * <p>An event counts only if its sender has signed it for this queue, within {@value #REMEMBERED_DAYS} days; its id is
 * remembered for longer, so that nobody can replay it.
 *
 * <p>While the database is away, full, or keeps nothing, the event waits, unsettled, and so do those behind it. An event that is
 * not valid, or that fails {@value #ATTEMPTS} times while others could be kept, is rejected to the broker's dead letters and counted
 * ({@code penah.inbox.rejected}; {@code penah.inbox.rejecting} is 1 for an hour), so that it cannot hold up the others. One that needs a row that somebody has locked waits
 * for it, unsettled, and lets the others pass; at most {@value #MOST_ASIDE} of each sender do so at a time.
 */
@ApplicationScoped
public class Inbox {

    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final int ATTEMPTS = 5;
    private static final long REMEMBERED = TimeUnit.HOURS.toNanos(1);
    /** Each of them needs a connection now and then, and leaves most to the others. */
    private static final int MOST_ASIDE = 4;

    private static final int REMEMBERED_DAYS = 30;

    /** One day longer than they are taken: days begin at other moments here and in the database. None goes while the clock has jumped. */
    private static final String REMEMBER = """
            with outdated as (
                delete from inbox where event_id in (
                    select event_id from inbox
                    where received_on < %s - 31 limit 100))
            insert into inbox (event_id) values (?1) on conflict do nothing
            """.formatted(TrustedDay.SQL);

    /** No room or memory left, going down, cannot read its own files; or reads only: SQLSTATE, PostgreSQL's appendix A. */
    private static final Pattern UNWELL = Pattern.compile("(53|58)...|57P..|25006");

    /** Another transaction has locked what this one needs, in the end or in a ring. */
    private static final Pattern LOCKED = Pattern.compile("55P03|40P01");

    private static final String PROBE = "insert into inbox (event_id) values (gen_random_uuid())";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final Map<Kind, EventHandler<?>> handlers;
    private final EventKeys keys;
    private final String service;
    private final InboxConfig config;
    private final Counter retried;
    private final Counter rejected;
    private volatile long lastRejected = System.nanoTime() - REMEMBERED;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    private record Kind(String sender, String type) {}

    Inbox(
            Mutiny.SessionFactory sessions,
            Pool pool,
            @All List<EventHandler<?>> handlers,
            EventKeys keys,
            OutboxConfig outbox,
            InboxConfig config,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.pool = pool;
        this.handlers = handlers.stream()
                .collect(Collectors.toMap(handler -> new Kind(handler.sender(), handler.type()), Function.identity()));
        this.keys = keys;
        this.service = outbox.service();
        this.config = config;
        this.retried = meters.counter("penah.inbox.retried");
        this.rejected = meters.counter("penah.inbox.rejected");
        meters.gauge(
                "penah.inbox.rejecting", this, inbox -> System.nanoTime() - inbox.lastRejected < REMEMBERED ? 1 : 0);
    }

    /** At the start, and not with the first event, which may be one of danger. */
    void start(@Observes StartupEvent started) {
        handlers.keySet().stream().map(Kind::sender).distinct().forEach(keys::requireKeyOf);
    }

    /**
     * Handles an event and settles it: accepted after the commit, rejected if it can never be handled.
     *
     * <p>The caller's Vert.x context must be this event's alone: Hibernate Reactive keeps its session there.
     *
     * @param sender the service whose queue it came by: the one that must have signed it
     * @return ends when the next event may be taken: once this one is settled, or waits aside for a lock
     */
    Uni<Void> take(String sender, AmqpMessage event) {
        return Uni.createFrom().emitter(next -> {
            Semaphore mine = places.computeIfAbsent(sender, each -> new Semaphore(MOST_ASIDE));
            Failures failures = new Failures(config.pause(), mine, () -> next.complete(null));
            Uni.createFrom()
                    .deferred(() -> handle(sender, event, failures))
                    .onItemOrFailure()
                    .invoke((done, fault) -> {
                        if (fault == null) {
                            event.accepted();
                        } else {
                            reject(event, fault);
                        }
                    })
                    .onTermination()
                    .invoke(failures::end)
                    .subscribe()
                    .with(next::complete, fault -> next.complete(null));
        });
    }

    private Uni<Void> handle(String sender, AmqpMessage message, Failures failures) {
        byte[] body = message.bodyAsBinary().getBytes();
        EventJson.requireSize(body);
        requireSignature(sender, body, message.applicationProperties());
        CloudEvent<JsonNode> event = EventJson.read(body);
        if (!event.source().equals("/" + sender)) {
            throw new IllegalArgumentException("the event names another source than its sender");
        }
        EventHandler<?> handler = handlers.get(new Kind(sender, event.type()));
        if (handler == null) {
            throw new IllegalArgumentException("no handler for events of this type from this sender");
        }
        return persistently(inTransaction(event, handler), failures);
    }

    private void requireSignature(String sender, byte[] body, @Nullable JsonObject properties) {
        EventSignature signature = EventSignature.in(properties == null ? new JsonObject() : properties);
        if (!keys.isBy(sender, signature, Outbox.queue(sender, service), body)) {
            throw new IllegalArgumentException("the event is not signed by its sender");
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        if (signature.day().isBefore(today.minusDays(REMEMBERED_DAYS))
                || signature.day().isAfter(today.plusDays(1))) {
            throw new IllegalArgumentException("the event's signature is too old, or of a day to come");
        }
    }

    private <T> Uni<Void> inTransaction(CloudEvent<JsonNode> event, EventHandler<T> handler) {
        T data = EventJson.data(event, handler.dataType());
        return Uni.createFrom()
                .deferred(() -> sessions.withTransaction(session -> session.createNativeQuery(REMEMBER)
                        .setParameter(1, event.id())
                        .executeUpdate()
                        .chain(inserted ->
                                inserted == 0 ? Uni.createFrom().voidItem() : handler.handle(session, data))));
    }

    /** Repeats a change until it commits or has shown that the fault is its own: others could be kept and it fails. */
    private Uni<Void> persistently(Uni<Void> change, Failures failures) {
        Context context = Vertx.currentContext();
        // A retry is woken by a timer's thread; Hibernate Reactive works only on the message's own context.
        return change.runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                .onFailure()
                .retry()
                .when(faults -> faults.onItem().transformToUniAndConcatenate(fault -> afterPause(fault, failures)));
    }

    private Uni<Throwable> afterPause(Throwable fault, Failures failures) {
        if (fault instanceof RefusedEventException) {
            return Uni.createFrom().failure(fault);
        }
        retried.increment();
        if (is(LOCKED, fault)) {
            failures.stepAside();
            return Uni.createFrom().item(fault).onItem().delayIt().by(config.pause());
        }
        Uni<Boolean> databaseKeeps = is(UNWELL, fault) ? Uni.createFrom().item(false) : databaseKeeps();
        return databaseKeeps.chain(keeps -> keeps && failures.own.incrementAndGet() >= ATTEMPTS
                ? Uni.createFrom().<Throwable>failure(fault)
                : Uni.createFrom().item(fault).onItem().delayIt().by(keeps ? config.pause() : failures.nextPause()));
    }

    /** Whether anything can be kept: a database that is full, or only read, answers all the same. */
    private Uni<Boolean> databaseKeeps() {
        return pool.withConnection(connection -> connection
                        .begin()
                        .chain(transaction -> connection
                                .query(PROBE)
                                .execute()
                                .onItemOrFailure()
                                .call((done, fault) -> transaction.rollback())))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    // Asked first: on a full disk the probe's row may find room in a half-empty page, and the event's rows none.
    private static boolean is(Pattern states, Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> states.matcher(state(cause)).matches());
    }

    // Hibernate Reactive makes a JDBC exception of the driver's own, and keeps no more of it than this.
    private static String state(Throwable cause) {
        if (cause instanceof PgException refused) {
            return refused.getSqlState();
        }
        return cause instanceof SQLException refused ? String.valueOf(refused.getSQLState()) : "";
    }

    /** How often one event has failed; only one thing at a time happens to it. */
    private final class Failures {

        private final AtomicInteger own = new AtomicInteger();
        private final Semaphore places;
        private final Runnable next;
        private volatile Duration pause;
        private volatile boolean isAside;

        private Failures(Duration first, Semaphore places, Runnable next) {
            this.pause = first;
            this.places = places;
            this.next = next;
        }

        /** Lets the next message pass, if there is a place. */
        private void stepAside() {
            if (!isAside && places.tryAcquire()) {
                isAside = true;
                LOG.warn("an event waits for a row that somebody has locked");
                next.run();
            }
        }

        private void end() {
            if (isAside) {
                places.release();
            }
        }

        private Duration nextPause() {
            Duration next = pause;
            Duration doubled = next.multipliedBy(2);
            pause = doubled.compareTo(config.longestPause()) < 0 ? doubled : config.longestPause();
            return next;
        }
    }

    private void reject(AmqpMessage event, Throwable fault) {
        rejected.increment();
        lastRejected = System.nanoTime();
        LOG.errorf("an event is rejected to the dead letters: %s", reason(fault));
        event.rejected();
    }

    // Our own refusals name a kind of fault; other messages may quote the event.
    private static String reason(Throwable fault) {
        return fault instanceof IllegalArgumentException
                ? String.valueOf(fault.getMessage())
                : fault.getClass().getName();
    }
}

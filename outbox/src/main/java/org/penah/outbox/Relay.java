package org.penah.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from the outbox to the broker: of each queue what tells of danger first, then the oldest first, a few
 * under way at a time. Queues do not wait for each other, so an alert does not wait behind ten thousand tips, nor behind a stuck
 * queue.
 *
 * <p>A row is deleted only after the broker's acknowledgement, in the transaction that locked it. A crash between the
 * two sends the event again, and the other side's inbox drops the repeat. Several instances share the work: each skips
 * the rows that another has locked.
 */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 64;
    /** So many events wait for the broker's acknowledgement at a time. */
    private static final int UNDER_WAY = 8;
    /** AMQP 1.0, section 3.2.1: 4 is the default. A quorum queue of RabbitMQ tells two kinds apart: above 4, and the rest. */
    private static final short ORDINARY = 4;

    private static final short URGENT = 8;
    private final Pool pool;
    private final BrokerClients broker;
    private final OutboxConfig config;
    private final Counter sent;
    private final Counter failed;
    private final BroadcastProcessor<Object> wakes = BroadcastProcessor.create();
    private final AtomicBoolean listening = new AtomicBoolean();
    private final List<SendingLink> links = new CopyOnWriteArrayList<>();
    private final List<Cancellable> loops = new CopyOnWriteArrayList<>();
    private final Map<String, Long> moved = new ConcurrentHashMap<>();

    Relay(Pool pool, BrokerClients broker, OutboxConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.broker = broker;
        this.config = config;
        this.sent = meters.counter("penah.outbox.sent");
        this.failed = meters.counter("penah.outbox.failed");
        meters.gauge("penah.outbox.stuck", this, relay -> relay.isStuck() ? 1 : 0);
    }

    void start(@Observes StartupEvent started) {
        config.to().forEach((receiver, address) -> {
            String queue = Outbox.queue(config.service(), receiver);
            SendingLink link = broker.sendTo(address);
            moved.put(queue, System.nanoTime());
            links.add(link);
            loops.add(relay(queue, link));
        });
    }

    private Cancellable relay(String queue, SendingLink link) {
        Multi<Object> ticks = Multi.createFrom().ticks().every(config.poll()).map(tick -> tick);
        // Wake-ups that come during a round become one round after it; too many at once must not end it.
        return Multi.createBy()
                .merging()
                .streams(
                        ticks.onOverflow().dropPreviousItems(),
                        wakes.onOverflow().dropPreviousItems())
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToUniAndConcatenate(wake ->
                        listen().chain(() -> drain(queue, link)).onFailure().recoverWithItem(this::report))
                .onFailure()
                .invoke(fault ->
                        LOG.errorf("a relay begins again: %s", fault.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(config.poll(), config.poll())
                .indefinitely()
                .subscribe()
                .with(ignored -> {});
    }

    void stop(@Observes ShutdownEvent stopping) {
        loops.forEach(Cancellable::cancel);
        links.forEach(SendingLink::close);
    }

    /** Keeps one connection that hears of new rows; a lost one is replaced at once, or at the next tick. */
    private Uni<Void> listen() {
        if (!listening.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return pool.getConnection()
                .invoke(connection -> {
                    PgConnection listener = PgConnection.cast(connection.getDelegate());
                    listener.notificationHandler(notification -> wakes.onNext(notification));
                    listener.closeHandler(closed -> {
                        listening.set(false);
                        wakes.onNext(listening);
                    });
                })
                .call(connection ->
                        connection.query("listen outbox").execute().onFailure().call(connection::close))
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> listening.set(false));
    }

    private Uni<Void> drain(String queue, SendingLink link) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> sendBatch(connection, queue, link)))
                .repeat()
                .whilst(count -> count == BATCH)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Integer> sendBatch(SqlConnection connection, String queue, SendingLink link) {
        Collection<Long> acknowledged = new ConcurrentLinkedQueue<>();
        long begun = System.nanoTime();
        return connection
                .preparedQuery("select position, event, signed_on, signature, urgent from outbox where queue = $1"
                        + " order by urgent desc, position limit $2 for update skip locked")
                .execute(Tuple.of(queue, BATCH))
                .chain(rows -> rows.size() == 0
                        ? noteIfEmpty(connection, queue)
                        : send(rows, link, begun, acknowledged)
                                .chain(() -> delete(connection, acknowledged))
                                .invoke(() -> {
                                    sent.increment(acknowledged.size());
                                    if (!acknowledged.isEmpty()) {
                                        moved.put(queue, System.nanoTime());
                                    }
                                }))
                .replaceWith(acknowledged::size);
    }

    /** What is locked by a machine that died looks like nothing; it is not. */
    private Uni<Void> noteIfEmpty(SqlConnection connection, String queue) {
        return connection
                .preparedQuery("select from outbox where queue = $1 limit 1")
                .execute(Tuple.of(queue))
                .invoke(waiting -> {
                    if (waiting.size() == 0) {
                        moved.put(queue, System.nanoTime());
                    }
                })
                .replaceWithVoid();
    }

    /** Begins no more once one has failed, and ends when all that were begun have. */
    private Uni<Void> send(RowSet<Row> rows, SendingLink link, long begun, Collection<Long> acknowledged) {
        AtomicBoolean hasFailed = new AtomicBoolean();
        return link.open()
                .onItem()
                .transformToMulti(opened -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUni(row -> hasFailed.get()
                                || System.nanoTime() - begun > config.batch().toNanos()
                        ? Uni.createFrom().voidItem()
                        : link.send(message(row))
                                .invoke(() -> acknowledged.add(row.getLong("position")))
                                .onFailure()
                                .recoverWithItem(fault -> hasFailed.compareAndSet(false, true) ? report(fault) : null))
                .merge(UNDER_WAY)
                .onItem()
                .ignoreAsUni()
                .onFailure()
                .recoverWithItem(this::report);
    }

    private static AmqpMessage message(Row row) {
        EventSignature signature = new EventSignature(row.getLocalDate("signed_on"), row.getString("signature"));
        return AmqpMessage.create()
                .durable(true)
                .priority(row.getBoolean("urgent") ? URGENT : ORDINARY)
                .contentType("application/cloudevents+json")
                .applicationProperties(signature.applicationProperties())
                .withBufferAsBody(row.getBuffer("event"))
                .build();
    }

    private static Uni<Void> delete(SqlConnection connection, Collection<Long> positions) {
        if (positions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("delete from outbox where position = any($1)")
                .execute(Tuple.of(positions.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Coarse on purpose: exact counts of sent events would reveal the time of each tip. */
    private boolean isStuck() {
        long now = System.nanoTime();
        return moved.values().stream()
                .anyMatch(when -> now - when > config.patience().toNanos());
    }

    private @Nullable Void report(Throwable fault) {
        failed.increment();
        LOG.warnf("events wait in the outbox: %s", fault.getClass().getName());
        return null;
    }
}

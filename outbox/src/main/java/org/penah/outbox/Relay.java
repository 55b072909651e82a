package org.penah.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from the outbox to the broker, oldest first, one at a time.
 *
 * <p>A row is deleted only after the broker's acknowledgement, in the transaction that locked it. A crash between the
 * two sends the event again, and the other side's inbox drops the repeat. Several instances share the work: each skips
 * the rows that another has locked.
 */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 64;
    private final Pool pool;
    private final Transport transport;
    private final OutboxConfig config;
    private final Counter sent;
    private final Counter failed;
    private final BroadcastProcessor<Object> wakes = BroadcastProcessor.create();
    private final AtomicBoolean listening = new AtomicBoolean();
    private @Nullable Cancellable loop;
    private volatile long moved = System.nanoTime();

    Relay(Pool pool, Transport transport, OutboxConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.transport = transport;
        this.config = config;
        this.sent = meters.counter("penah.outbox.sent");
        this.failed = meters.counter("penah.outbox.failed");
        meters.gauge("penah.outbox.stuck", this, relay -> relay.isStuck() ? 1 : 0);
    }

    void start(@Observes StartupEvent started) {
        Multi<Object> ticks = Multi.createFrom().ticks().every(config.poll()).map(tick -> tick);
        // Wake-ups that come during a round become one round after it.
        loop = Multi.createBy()
                .merging()
                .streams(ticks, wakes)
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToUniAndConcatenate(
                        wake -> listen().chain(this::drain).onFailure().recoverWithItem(this::report))
                .subscribe()
                .with(
                        ignored -> {},
                        fault -> LOG.fatalf(
                                "the relay has stopped: %s", fault.getClass().getName()));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (loop != null) {
            loop.cancel();
        }
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
                .chain(connection -> connection.query("listen outbox").execute())
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> listening.set(false));
    }

    private Uni<Void> drain() {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(this::sendBatch))
                .repeat()
                .whilst(count -> count == BATCH)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Integer> sendBatch(SqlConnection connection) {
        List<Long> acknowledged = new ArrayList<>();
        long begun = System.nanoTime();
        return connection
                .preparedQuery(
                        "select position, queue, event, signed_on, signature from outbox order by position limit $1 for update skip locked")
                .execute(Tuple.of(BATCH))
                .chain(rows -> sendInOrder(rows, begun, acknowledged)
                        .onFailure()
                        .recoverWithItem(this::report)
                        .chain(() -> delete(connection, acknowledged))
                        .invoke(() -> {
                            sent.increment(acknowledged.size());
                            if (rows.size() == 0 || !acknowledged.isEmpty()) {
                                moved = System.nanoTime();
                            }
                        })
                        .replaceWith(() -> acknowledged.size() == rows.size() ? rows.size() : 0));
    }

    private Uni<Void> sendInOrder(RowSet<Row> rows, long begun, List<Long> acknowledged) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(
                        row -> System.nanoTime() - begun > config.batch().toNanos()
                                ? Uni.createFrom().voidItem()
                                : send(row).invoke(() -> acknowledged.add(row.getLong("position"))))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> send(Row row) {
        EventSignature signature = new EventSignature(row.getLocalDate("signed_on"), row.getString("signature"));
        OutgoingAmqpMetadata signed = OutgoingAmqpMetadata.builder()
                .withDurable(true)
                .withContentType("application/cloudevents+json")
                .withApplicationProperties(signature.applicationProperties())
                .build();
        return transport
                .emitter(row.getString("queue"))
                .sendMessage(Message.of(row.getBuffer("event").getBytes(), Metadata.of(signed)))
                .ifNoItem()
                .after(config.acknowledgement())
                .fail();
    }

    private static Uni<Void> delete(SqlConnection connection, List<Long> positions) {
        if (positions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("delete from outbox where position = any($1)")
                .execute(Tuple.of(positions.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Coarse on purpose: whoever keeps counts of what was sent keeps the time of each tip. */
    private boolean isStuck() {
        return System.nanoTime() - moved > config.patience().toNanos();
    }

    private @Nullable Void report(Throwable fault) {
        failed.increment();
        LOG.warnf("events wait in the outbox: %s", fault.getClass().getName());
        return null;
    }
}

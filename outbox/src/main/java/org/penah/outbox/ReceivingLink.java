package org.penah.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.amqp.AmqpReceiverOptions;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.amqp.AmqpReceiver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receives from one address of the broker, on a separate connection. Nothing ends it: whatever became of its connection, it opens another one
 * a second later, and goes on doing so.
 *
 * <p>One event is taken at a time, and few more wait here: one that tells of danger overtakes others only at the broker.
 */
final class ReceivingLink {

    private static final Logger LOG = Logger.getLogger(ReceivingLink.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int WAIT_HERE = 16;

    private final Supplier<AmqpClient> clients;
    private final String address;
    private final Duration longest;
    private final Function<AmqpMessage, Uni<Void>> taker;
    private volatile @Nullable AmqpClient client;
    private volatile boolean isStopped;
    private volatile boolean isOpen;
    private volatile long changed = System.nanoTime();

    /**
     * Opens nothing before {@link #start}.
     *
     * @param longest how long the broker may take to open a connection and the link
     * @param taker takes and settles one event; ends when the next may come, and never fails
     */
    ReceivingLink(
            Supplier<AmqpClient> clients, String address, Duration longest, Function<AmqpMessage, Uni<Void>> taker) {
        this.clients = clients;
        this.address = address;
        this.longest = longest;
        this.taker = taker;
    }

    void start() {
        Uni.createFrom()
                .deferred(this::open)
                .ifNoItem()
                .after(longest)
                .fail()
                .subscribe()
                .with(ignored -> {}, this::again);
    }

    /** Whether there has been no link for longer than this. */
    boolean isAway(Duration patience) {
        return !isOpen && System.nanoTime() - changed > patience.toNanos();
    }

    private Uni<Void> open() {
        AmqpClient fresh = clients.get();
        client = fresh;
        return BrokerClients.connect(fresh, () -> fresh.equals(client))
                .chain(connection -> BrokerClients.orLost(
                        connection,
                        connection.createReceiver(
                                address,
                                new AmqpReceiverOptions()
                                        .setAutoAcknowledgement(false)
                                        .setMaxBufferedMessages(WAIT_HERE))))
                .invoke(link -> begin(fresh, link))
                .replaceWithVoid();
    }

    private void begin(AmqpClient fresh, AmqpReceiver link) {
        AtomicBoolean isLost = new AtomicBoolean();
        // A loss is told in more than one way.
        Consumer<Throwable> lost = fault -> {
            if (isLost.compareAndSet(false, true) && fresh.equals(client)) {
                again(fault);
            }
        };
        link.connection().exceptionHandler(lost);
        // Also told of a link that the broker closed, as long as there is no end handler.
        link.exceptionHandler(lost);
        isOpen = true;
        link.pause();
        link.handler(event -> taker.apply(event)
                .onTermination()
                .invoke(() -> {
                    if (fresh.equals(client)) {
                        link.fetch(1);
                    }
                })
                .subscribe()
                .with(ignored -> {}));
        link.fetch(1);
    }

    private void again(Throwable fault) {
        close();
        if (!isStopped) {
            LOG.warnf("no events come from the broker: %s", fault.getClass().getName());
            Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE).subscribe().with(ignored -> {
                if (!isStopped) {
                    start();
                }
            });
        }
    }

    void stop() {
        isStopped = true;
        close();
    }

    private void close() {
        AmqpClient last = client;
        client = null;
        if (isOpen) {
            isOpen = false;
            changed = System.nanoTime();
        }
        if (last != null) {
            last.closeAndForget();
        }
    }
}

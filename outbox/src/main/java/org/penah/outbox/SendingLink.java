package org.penah.outbox;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.amqp.AmqpSender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one address of the broker, on a separate connection, so that none waits for another. Nothing ends it: whatever
 * became of its connection, the next event has a new one.
 *
 * @see <a href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transport-v1.0-os.html#section-links">AMQP 1.0, 2.6:
 *     links</a>
 */
final class SendingLink {

    private final Supplier<AmqpClient> clients;
    private final String address;
    private final Duration longest;
    private final Set<UniEmitter<? super Void>> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable AmqpClient client;
    private volatile @Nullable AmqpSender sender;

    /** @param longest how long the broker may take to open a connection with a link, or to acknowledge one event */
    SendingLink(Supplier<AmqpClient> clients, String address, Duration longest) {
        this.clients = clients;
        this.address = address;
        this.longest = longest;
    }

    /** Opens a connection with a link, unless they are open; the caller does so once at a time. */
    Uni<Void> open() {
        return inTime(Uni.createFrom().deferred(() -> {
            if (isOpen(sender)) {
                return Uni.createFrom().voidItem();
            }
            close();
            AmqpClient fresh = clients.get();
            client = fresh;
            return BrokerClients.connect(fresh, () -> fresh.equals(client))
                    .chain(connection -> BrokerClients.orLost(connection, connection.createSender(address)))
                    .invoke(this::begin)
                    .replaceWithVoid();
        }));
    }

    private void begin(AmqpSender link) {
        // The client says nothing of an acknowledgement that can no longer come.
        Consumer<Throwable> lost = fault -> {
            if (link.equals(sender)) {
                lose(fault);
            }
        };
        link.exceptionHandler(lost);
        link.connection().exceptionHandler(lost);
        sender = link;
    }

    private static boolean isOpen(@Nullable AmqpSender link) {
        return link != null && link.unwrap().isOpen() && !link.connection().isDisconnected();
    }

    /**
     * Sends one event on the link that is open. Several may be under way, and leave in the order in which they came. Fails if no link is open,
     * once the broker refuses it, the connection is lost, or it takes too long; then the broker may have it or not.
     */
    Uni<Void> send(AmqpMessage event) {
        return inTime(Uni.createFrom().deferred(() -> {
            AmqpSender link = sender;
            if (link == null) {
                return Uni.createFrom().failure(new IllegalStateException("no link is open"));
            }
            return Uni.combine().any().of(List.of(lossOf(link), link.sendWithAck(event)));
        }));
    }

    private Uni<Void> inTime(Uni<Void> deed) {
        return deed.ifNoItem()
                .after(longest)
                .fail()
                // A broker that says nothing may be one that nobody hears any more.
                .onFailure(TimeoutException.class)
                .invoke(this::close);
    }

    private Uni<Void> lossOf(AmqpSender link) {
        return Uni.createFrom().emitter(event -> {
            underWay.add(event);
            event.onTermination(() -> underWay.remove(event));
            if (!link.equals(sender) || !isOpen(link)) {
                event.fail(new IllegalStateException("the link was lost"));
            }
        });
    }

    private void lose(Throwable fault) {
        sender = null;
        underWay.forEach(event -> event.fail(fault));
    }

    void close() {
        AmqpClient last = client;
        client = null;
        lose(new IllegalStateException("the link is closed"));
        if (last != null) {
            last.closeAndForget();
        }
    }
}

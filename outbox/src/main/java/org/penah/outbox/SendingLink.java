package org.penah.outbox;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.amqp.AmqpSender;
import java.time.Duration;
import java.util.List;
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
    private volatile @Nullable AmqpClient client;
    private volatile @Nullable AmqpSender sender;

    /** @param longest how long the broker may take for one event, with a new connection if it needs one */
    SendingLink(Supplier<AmqpClient> clients, String address, Duration longest) {
        this.clients = clients;
        this.address = address;
        this.longest = longest;
    }

    /**
     * Sends one event; the caller sends one at a time. Fails once the broker refuses it, the connection is lost, or it takes too long,
     * and then the broker may have it or not.
     */
    Uni<Void> send(AmqpMessage event) {
        return Uni.createFrom()
                .deferred(this::open)
                .chain(link -> Uni.combine().any().<Void>of(List.of(link.sendWithAck(event), lost(link))))
                .ifNoItem()
                .after(longest)
                .fail()
                // A broker that says nothing may be one that nobody hears any more.
                .onFailure(TimeoutException.class)
                .invoke(this::close);
    }

    private Uni<AmqpSender> open() {
        AmqpSender last = sender;
        if (last != null && last.unwrap().isOpen() && !last.connection().isDisconnected()) {
            return Uni.createFrom().item(last);
        }
        close();
        AmqpClient fresh = clients.get();
        client = fresh;
        return BrokerClients.connect(fresh, () -> fresh.equals(client))
                .chain(connection -> BrokerClients.orLost(connection, connection.createSender(address)))
                .invoke(link -> sender = link);
    }

    /** The client says nothing of an acknowledgement that can no longer come. */
    private static Uni<Void> lost(AmqpSender link) {
        return Uni.createFrom().emitter(lost -> {
            link.exceptionHandler(lost::fail);
            link.connection().exceptionHandler(lost::fail);
        });
    }

    void close() {
        AmqpClient last = client;
        client = null;
        sender = null;
        if (last != null) {
            last.closeAndForget();
        }
    }
}

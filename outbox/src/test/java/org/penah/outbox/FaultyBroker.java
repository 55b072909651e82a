package org.penah.outbox;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonLink;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonServer;
import io.vertx.proton.ProtonServerOptions;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** A broker that has one fault, with its first connection or its first link; from then on it does what it should. */
final class FaultyBroker {

    enum Fault {
        NONE,
        /** As RabbitMQ's source does where the user has no right to the virtual host yet, or there are too many connections. */
        DROPS_CONNECTION_AT_OPEN,
        SAYS_NOTHING_AT_OPEN,
        DROPS_CONNECTION_AT_ATTACH,
        /** As RabbitMQ's source does where the queue is not there yet, or has no leader. */
        ENDS_SESSION_AT_ATTACH,
        SAYS_NOTHING_AT_ATTACH,
        REFUSES_LINK,
        DROPS_CONNECTION_LATER,
        /** As RabbitMQ's source does where the queue is deleted. */
        CLOSES_LINK_LATER,
        /** Until it is asked to. */
        SETTLES_NOTHING;

        /** Whether the client says nothing of it. */
        boolean isSilent() {
            return this == SAYS_NOTHING_AT_OPEN || this == SAYS_NOTHING_AT_ATTACH || this == DROPS_CONNECTION_AT_OPEN;
        }

        /** With a link that settles nothing until then, so that only the fault tells the sender of it. */
        boolean isLater() {
            return this == DROPS_CONNECTION_LATER || this == CLOSES_LINK_LATER;
        }

        boolean isUnsettled() {
            return isLater() || this == SETTLES_NOTHING;
        }

        /** The number of the first link that does what it should. */
        int goodLink() {
            return this == NONE
                            || this == SETTLES_NOTHING
                            || this == DROPS_CONNECTION_AT_OPEN
                            || this == SAYS_NOTHING_AT_OPEN
                    ? 1
                    : 2;
        }
    }

    private final Vertx vertx;
    private final Fault fault;
    private final ErrorCondition why = new ErrorCondition(Symbol.valueOf("amqp:internal-error"), "");
    private final AtomicInteger attached = new AtomicInteger();
    private final Set<ProtonConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger mostCredit = new AtomicInteger();
    private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger mostUnsettled = new AtomicInteger();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final int port;

    FaultyBroker(Vertx vertx, Fault fault) throws Exception {
        this(vertx, fault, new ProtonServerOptions());
    }

    FaultyBroker(Vertx vertx, Fault fault, ProtonServerOptions options) throws Exception {
        this.vertx = vertx;
        this.fault = fault;
        CompletableFuture<Integer> listens = new CompletableFuture<>();
        ProtonServer.create(vertx, options)
                .connectHandler(this::connected)
                .listen(
                        0,
                        "localhost",
                        result -> listens.complete(result.result().actualPort()));
        this.port = listens.get(10, TimeUnit.SECONDS);
    }

    int port() {
        return port;
    }

    /** The most events that a receiver had room for. */
    int mostCredit() {
        return mostCredit.get();
    }

    /** The texts that it has accepted. */
    List<String> received() {
        return received;
    }

    /** The most events that waited to be settled. */
    int mostUnsettled() {
        return mostUnsettled.get();
    }

    /** Accepts those that wait. */
    void settle() {
        for (Runnable each = unsettled.poll(); each != null; each = unsettled.poll()) {
            each.run();
        }
    }

    /** All that there have been. */
    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    private void connected(ProtonConnection connection) {
        boolean isFirst = connections.incrementAndGet() == 1;
        open.add(connection);
        connection.disconnectHandler(gone -> open.remove(connection));
        connection.closeHandler(closed -> connection.close().disconnect());
        connection.sessionOpenHandler(session -> session.open());
        connection.senderOpenHandler(link -> attached(connection, link));
        connection.receiverOpenHandler(link -> attached(connection, link));
        connection.openHandler(opened -> {
            if (isFirst && fault == Fault.DROPS_CONNECTION_AT_OPEN) {
                connection.disconnect();
            } else if (!isFirst || fault != Fault.SAYS_NOTHING_AT_OPEN) {
                connection.open();
            }
        });
    }

    private void attached(ProtonConnection connection, ProtonLink<?> link) {
        int number = attached.incrementAndGet();
        Fault now = number == 1 ? fault : Fault.NONE;
        switch (now) {
            case DROPS_CONNECTION_AT_ATTACH -> connection.disconnect();
            case ENDS_SESSION_AT_ATTACH -> link.getSession().setCondition(why).close();
            case SAYS_NOTHING_AT_ATTACH -> {}
            case REFUSES_LINK -> link.open().setCondition(why).close();
            default -> {
                link.setSource(link.getRemoteSource());
                link.setTarget(link.getRemoteTarget());
                if (link instanceof ProtonReceiver receiver && !now.isUnsettled()) {
                    receiver.handler(
                            (delivery, message) -> received.add((String) ((AmqpValue) message.getBody()).getValue()));
                } else if (link instanceof ProtonReceiver receiver) {
                    Context context = vertx.getOrCreateContext();
                    receiver.setAutoAccept(false).handler((delivery, message) -> {
                        unsettled.add(() ->
                                context.runOnContext(ignored -> delivery.disposition(Accepted.getInstance(), true)));
                        mostUnsettled.accumulateAndGet(unsettled.size(), Math::max);
                    });
                } else if (link instanceof ProtonSender sender) {
                    sender.sendQueueDrainHandler(asked -> {
                        mostCredit.accumulateAndGet(asked.getCredit(), Math::max);
                        while (!asked.sendQueueFull()) {
                            asked.send(ProtonHelper.message("event " + number));
                        }
                    });
                }
                link.open();
                vertx.setTimer(200, later -> {
                    if (now == Fault.DROPS_CONNECTION_LATER) {
                        connection.disconnect();
                    } else if (now == Fault.CLOSES_LINK_LATER) {
                        link.setCondition(why).close();
                    }
                });
            }
        }
    }
}

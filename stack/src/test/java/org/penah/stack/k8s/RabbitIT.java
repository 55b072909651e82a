package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSession;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's RabbitMQ with the queues, exchanges, users and rights of the manifests: who may do what, told by the broker itself. */
class RabbitIT {

    private static final List<String> USERS = List.of("intake", "triage", "notify");
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path folder;

    private static Rabbit rabbit;

    @BeforeAll
    static void start() throws Exception {
        rabbit = Rabbit.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Test
    void each_user_sends_and_takes_what_it_must_and_is_refused_everything_else() throws Exception {
        for (String user : USERS) {
            for (String queue : BrokerTest.QUEUES) {
                String sent = BrokerTest.SENDS.get(user).contains(queue) ? "accepted" : "refused";
                assertThat(send(user, "/exchanges/send.penah." + queue))
                        .as(user + " sends to " + queue)
                        .isEqualTo(sent);
                assertThat(send(user, "/queues/penah." + queue))
                        .as(user + " sends past the exchange")
                        .isEqualTo("refused");
            }
        }
        for (String user : USERS) {
            for (String queue : BrokerTest.QUEUES) {
                String taken = BrokerTest.TAKES.get(user).contains(queue) ? "taken" : "refused";
                assertThat(take(user, "/queues/penah." + queue))
                        .as(user + " takes from " + queue)
                        .isEqualTo(taken);
            }
        }
    }

    private static String send(String user, String address) throws Exception {
        return inSession(user, (session, outcome) -> {
            Message message = Message.Factory.create();
            message.setDurable(true);
            message.setBody(new AmqpValue("of " + user));
            var sender = session.createSender(address);
            sender.openHandler(opened -> {
                if (opened.succeeded()) {
                    sender.send(
                            message,
                            delivery -> outcome.complete(
                                    delivery.getRemoteState() instanceof Accepted ? "accepted" : "refused"));
                }
            });
            sender.open();
        });
    }

    private static String take(String user, String address) throws Exception {
        return inSession(
                user,
                (session, outcome) -> session.createReceiver(address)
                        .handler((delivery, message) -> outcome.complete("taken"))
                        .open());
    }

    /** RabbitMQ ends the session of a client that exceeds its rights. */
    private static String inSession(String user, BiConsumer<ProtonSession, CompletableFuture<String>> work)
            throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CompletableFuture<ProtonConnection> connected = new CompletableFuture<>();
        ProtonClient.create(VERTX)
                .connect(
                        new ProtonClientOptions().addEnabledSaslMechanism("PLAIN"),
                        "127.0.0.1",
                        rabbit.port(),
                        user,
                        Definitions.PASSWORD,
                        done -> {
                            if (done.failed()) {
                                outcome.completeExceptionally(done.cause());
                                return;
                            }
                            ProtonConnection connection = done.result();
                            connected.complete(connection);
                            connection.closeHandler(closed -> outcome.complete(told(closed.cause())));
                            connection.open();
                            ProtonSession session = connection.createSession();
                            session.closeHandler(closed -> outcome.complete(told(closed.cause())));
                            session.open();
                            work.accept(session, outcome);
                        });
        try {
            return outcome.get(Rabbit.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            if (connected.isDone()) {
                connected.join().disconnect();
            }
        }
    }

    private static String told(Throwable cause) {
        return String.valueOf(cause).contains("unauthorized") ? "refused" : "ended: " + cause;
    }
}

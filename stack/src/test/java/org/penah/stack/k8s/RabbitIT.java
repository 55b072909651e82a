package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Debian's RabbitMQ with the queues, exchanges, users and rights of the manifests: who may do what, told by the broker itself. */
class RabbitIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> USERS = List.of("intake", "triage", "notify");
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path folder;

    private static int port;
    private static int names;
    private static Process server;

    @BeforeAll
    static void start() throws Exception {
        Programs.orSkip("rabbitmq-server");
        port = FreePort.find();
        names = FreePort.find();
        new ObjectMapper().writeValue(folder.resolve("definitions.json").toFile(), Definitions.of(Manifests.of("ha")));
        Files.writeString(
                folder.resolve("rabbitmq.conf"),
                "listeners.tcp.1 = 127.0.0.1:%d\nload_definitions = %s\n"
                        .formatted(port, folder.resolve("definitions.json")));
        Files.writeString(folder.resolve("plugins"), "[].\n");
        server = Command.orSkip("rabbitmq-server")
                .output(folder.resolve("log"))
                .with(Map.of(
                        "HOME", folder.toString(),
                        "RABBITMQ_NODENAME", "penah-test@localhost",
                        "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                        "RABBITMQ_LOG_BASE", folder.resolve("logs").toString(),
                        "RABBITMQ_LOGS", "-",
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("plugins").toString(),
                        "RABBITMQ_PID_FILE", folder.resolve("pid").toString(),
                        "RABBITMQ_DIST_PORT", Integer.toString(FreePort.find()),
                        "ERL_EPMD_PORT", Integer.toString(names)))
                .start();
        await().atMost(PATIENCE).until(() -> listens() || !server.isAlive());
        assertThat(server.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        if (server == null) {
            return;
        }
        List<ProcessHandle> below = server.descendants().toList();
        below.forEach(ProcessHandle::destroy);
        server.destroy();
        server.waitFor();
        await().atMost(PATIENCE).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
        // The Erlang name server, which was started beside it and stays.
        Command.of(Programs.find("epmd").orElseThrow().toString(), "-port", Integer.toString(names), "-kill")
                .run();
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
                        port,
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
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            if (connected.isDone()) {
                connected.join().disconnect();
            }
        }
    }

    private static String told(Throwable cause) {
        return String.valueOf(cause).contains("unauthorized") ? "refused" : "ended: " + cause;
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

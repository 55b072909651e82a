package org.penah.stack.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Runs Debian's RabbitMQ with the queues, exchanges, users and rights of the manifests. */
final class Rabbit implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final int port = FreePort.find();
    private final int names = FreePort.find();
    private final Process server;

    /** Starts one that encrypts nothing; skips the test, and says so, where RabbitMQ is not installed. */
    static Rabbit start(Path folder) throws Exception {
        return start(folder, "tcp", "");
    }

    /**
     * The same with more settings.
     *
     * @param listener {@code tcp} or {@code ssl}
     * @param settings as in {@code rabbitmq.conf}
     */
    static Rabbit start(Path folder, String listener, String settings) throws Exception {
        Programs.orSkip("rabbitmq-server");
        return new Rabbit(folder, listener, settings);
    }

    private Rabbit(Path folder, String listener, String settings) throws Exception {
        new ObjectMapper().writeValue(folder.resolve("definitions.json").toFile(), Definitions.of(Manifests.of("ha")));
        Files.writeString(
                folder.resolve("rabbitmq.conf"),
                "listeners.%s.1 = 127.0.0.1:%d\nload_definitions = %s\n%s"
                        .formatted(listener, port, folder.resolve("definitions.json"), settings));
        Files.writeString(folder.resolve("plugins"), "[].\n");
        server = Command.orSkip("rabbitmq-server")
                .output(folder.resolve("log"))
                .with(Map.of(
                        "HOME", folder.toString(),
                        "RABBITMQ_NODENAME", "penah-test-" + names + "@localhost",
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

    int port() {
        return port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> below = server.descendants().toList();
        below.forEach(ProcessHandle::destroy);
        server.destroy();
        server.onExit().join();
        await().atMost(PATIENCE).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
        // The Erlang name server, which was started beside it and stays.
        Command.of(Programs.find("epmd").orElseThrow().toString(), "-port", Integer.toString(names), "-kill")
                .run();
    }
}

package org.penah.outbox;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis of its own, with a durable queue and dead letters, that can be stopped and started again. */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    private static EmbeddedActiveMQ broker;
    private static Configuration configuration;
    private static volatile Duration delay = Duration.ZERO;

    private static final class Slowness implements ActiveMQServerPlugin {

        @Override
        public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean duplicates) {
            LockSupport.parkNanos(delay.toNanos());
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            int port = freePort();
            configuration = configuration(port);
            comeBack();
            return Map.of("amqp-host", "localhost", "amqp-port", String.valueOf(port));
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Override
    public void stop() {
        goAway();
    }

    /** Takes so long for each event from now on. */
    static void take(Duration each) {
        delay = each;
    }

    static void comeBack() {
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        try {
            broker.start();
            broker.getActiveMQServer().registerBrokerPlugin(new Slowness());
        } catch (Exception cannotStart) {
            throw new IllegalStateException(cannotStart);
        }
    }

    static void goAway() {
        try {
            broker.stop();
        } catch (Exception cannotStop) {
            throw new IllegalStateException(cannotStop);
        }
    }

    static long deadLetters() {
        return broker.getActiveMQServer()
                .locateQueue(SimpleString.of("penah.dead"))
                .getMessageCount();
    }

    private static Configuration configuration(int port) throws IOException {
        String data = Files.createTempDirectory("broker").toString();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalDirectory(data + "/journal")
                .setBindingsDirectory(data + "/bindings")
                .setLargeMessagesDirectory(data + "/large")
                .setPagingDirectory(data + "/paging")
                .addAddressSetting(
                        "penah.#",
                        new AddressSettings()
                                .setMaxDeliveryAttempts(-1)
                                .setDeadLetterAddress(SimpleString.of("penah.dead")));
        try {
            configuration.addAcceptorConfiguration("amqp", "tcp://localhost:" + port + "?protocols=AMQP");
        } catch (Exception malformed) {
            throw new IllegalStateException(malformed);
        }
        for (String queue : new String[] {"penah.test", "penah.dead"}) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        return configuration;
    }
}

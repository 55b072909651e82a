package org.penah.testbed.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
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
import org.jspecify.annotations.Nullable;
import org.penah.testbed.net.FreePort;

/**
 * Runs an AMQP 1.0 broker (Artemis) for one test, on a free port of the loopback address, open to anybody. Its queues are
 * durable and outlive {@link #goAway}; a message ends in {@link #DEAD} only if its receiver rejects it.
 */
public final class Broker implements AutoCloseable {

    /** The queue of dead letters. */
    public static final String DEAD = "penah.dead";

    private final Configuration configuration;
    private final int port;
    private volatile Duration delay = Duration.ZERO;
    private volatile String refused = "";
    private @Nullable EmbeddedActiveMQ server;

    private Broker(Collection<String> queues, int port) {
        this.port = port;
        this.configuration = configuration(queues, port);
        configuration.registerBrokerPlugin(new Slowness());
    }

    /** Starts one with these queues and that of dead letters. */
    public static Broker start(Collection<String> queues) {
        Broker broker = new Broker(queues, FreePort.find());
        broker.comeBack();
        return broker;
    }

    public int port() {
        return port;
    }

    public void comeBack() {
        EmbeddedActiveMQ fresh = new EmbeddedActiveMQ().setConfiguration(configuration);
        try {
            fresh.start();
        } catch (Exception cannotStart) {
            throw new IllegalStateException(cannotStart);
        }
        server = fresh;
    }

    /** Ends every connection and refuses new ones until {@link #comeBack}. */
    public void goAway() {
        EmbeddedActiveMQ running = server;
        server = null;
        if (running != null) {
            try {
                running.stop();
            } catch (Exception cannotStop) {
                throw new IllegalStateException(cannotStop);
            }
        }
    }

    /** Takes so long for each event from now on. */
    public void take(Duration each) {
        delay = each;
    }

    /** Takes nothing that is sent to this queue. */
    public void refuse(String queue) {
        refused = queue;
    }

    /** The number of events in {@link #DEAD}. */
    public long deadLetters() {
        if (server == null) {
            throw new IllegalStateException("the broker is away");
        }
        return server.getActiveMQServer().locateQueue(SimpleString.of(DEAD)).getMessageCount();
    }

    private final class Slowness implements ActiveMQServerPlugin {

        @Override
        public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean duplicates)
                throws ActiveMQException {
            if (message.getAddress().equals(refused)) {
                throw new ActiveMQException("refused");
            }
            LockSupport.parkNanos(delay.toNanos());
        }
    }

    private static Configuration configuration(Collection<String> queues, int port) {
        try {
            String data = Files.createTempDirectory("broker").toString();
            Configuration configuration = new ConfigurationImpl()
                    .setSecurityEnabled(false)
                    // A machine whose disk is nine tenths full would take no event, and no test would say why.
                    .setMaxDiskUsage(-1)
                    .setJournalDirectory(data + "/journal")
                    .setBindingsDirectory(data + "/bindings")
                    .setLargeMessagesDirectory(data + "/large")
                    .setPagingDirectory(data + "/paging")
                    .addAddressSetting(
                            "penah.#",
                            new AddressSettings()
                                    .setMaxDeliveryAttempts(-1)
                                    .setDeadLetterAddress(SimpleString.of(DEAD)))
                    .addAcceptorConfiguration("amqp", "tcp://localhost:" + port + "?protocols=AMQP")
                    .addQueueConfiguration(queue(DEAD));
            queues.forEach(queue -> configuration.addQueueConfiguration(queue(queue)));
            return configuration;
        } catch (IOException noRoom) {
            throw new UncheckedIOException(noRoom);
        } catch (Exception malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST);
    }

    @Override
    public void close() {
        goAway();
    }
}

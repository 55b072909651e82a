package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis of its own with the queues of the service and the far ends of them ({@link FarEnds}). */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedActiveMQ broker;

    @Override
    public Map<String, String> start() {
        int port = FreePort.find();
        try {
            broker = new EmbeddedActiveMQ().setConfiguration(configuration(port));
            broker.start();
        } catch (Exception cannotStart) {
            throw new IllegalStateException(cannotStart);
        }
        return Map.of(
                "quarkus.log.category.\"org.apache.activemq\".level", "ERROR",
                "amqp-host", "localhost",
                "amqp-port", String.valueOf(port),
                "mp.messaging.outgoing.from-intake.address", "penah.tips",
                "mp.messaging.outgoing.from-notify.address", "penah.desk",
                "mp.messaging.incoming.to-notify.address", "penah.alerts",
                "mp.messaging.incoming.to-intake.address", "penah.mailbox");
    }

    @Override
    public void stop() {
        try {
            broker.stop();
        } catch (Exception cannotStop) {
            throw new IllegalStateException(cannotStop);
        }
    }

    public static long deadLetters() {
        return broker.getActiveMQServer()
                .locateQueue(SimpleString.of("penah.dead"))
                .getMessageCount();
    }

    private static Configuration configuration(int port) throws IOException {
        String data = Files.createTempDirectory("broker").toString();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
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
        for (String queue : List.of("penah.tips", "penah.desk", "penah.alerts", "penah.mailbox", "penah.dead")) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        return configuration;
    }
}

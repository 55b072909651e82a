package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import org.penah.testbed.broker.Broker;

/** An Artemis of its own with the queues of the service and the far ends of them ({@link FarEnds}). */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static Broker broker;

    @Override
    public Map<String, String> start() {
        broker = Broker.start(List.of("penah.tips", "penah.desk", "penah.alerts", "penah.mailbox"));
        return Map.of(
                "quarkus.log.category.\"org.apache.activemq\".level", "ERROR",
                "amqp-host", "localhost",
                "amqp-port", String.valueOf(broker.port()),
                "mp.messaging.outgoing.from-intake.address", "penah.tips",
                "mp.messaging.outgoing.from-notify.address", "penah.desk",
                "mp.messaging.incoming.to-notify.address", "penah.alerts",
                "mp.messaging.incoming.to-intake.address", "penah.mailbox");
    }

    @Override
    public void stop() {
        broker.close();
    }

    public static long deadLetters() {
        return broker.deadLetters();
    }
}

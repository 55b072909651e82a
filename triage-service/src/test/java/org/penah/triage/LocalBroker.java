package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.penah.testbed.broker.Broker;
import org.penah.testbed.key.Ed25519Keys;

/** A separate Artemis with the queues of the service and the far ends of them ({@link FarEnds}). */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static Broker broker;

    @Override
    public Map<String, String> start() {
        broker = Broker.start(
                List.of("penah.intake.triage", "penah.notify.triage", "penah.triage.notify", "penah.triage.intake"));
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.log.category.\"org.apache.activemq\".level", "ERROR",
                "amqp-host", "localhost",
                "amqp-port", String.valueOf(broker.port())));
        Ed25519Keys own = Ed25519Keys.make();
        settings.put("penah.events.key", own.privateKey());
        settings.put("test.public-key-of-triage", own.publicKey());
        for (String sender : List.of("intake", "notify")) {
            Ed25519Keys keys = Ed25519Keys.make();
            settings.put("penah.events.from." + sender, keys.publicKey());
            settings.put("test.key-of-" + sender, keys.privateKey());
        }
        return settings;
    }

    @Override
    public void stop() {
        broker.close();
    }

    public static long deadLetters() {
        return broker.deadLetters();
    }
}

package org.penah.outbox;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.penah.testbed.broker.Broker;
import org.penah.testbed.key.Ed25519Keys;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.net.SilentServer;

/** A broker with one queue, that can be stopped and started again. */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    private static final SilentServer MACHINE = new SilentServer();

    private static Broker broker;

    private Proxy proxy;

    @Override
    public Map<String, String> start() {
        broker = Broker.start(List.of(Notes.QUEUE, Notes.FULL));
        takeNothing();
        try {
            proxy = new Proxy(broker.port(), MACHINE::connect);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Ed25519Keys sender = Ed25519Keys.make();
        Ed25519Keys next = Ed25519Keys.make();
        return Map.of(
                "amqp-host", "localhost",
                "amqp-port", String.valueOf(proxy.port()),
                "penah.events.key", sender.privateKey(),
                "test.next-key", next.privateKey(),
                "penah.events.from.sender", sender.publicKey() + "," + next.publicKey());
    }

    @Override
    public void stop() {
        proxy.close();
        broker.close();
    }

    /** Takes so long for each event from now on. */
    static void take(Duration each) {
        broker.take(each);
    }

    /** Refuses what is sent to {@link Notes#FULL}. */
    static void takeNothing() {
        broker.refuse(Notes.FULL);
    }

    static void takeAgain() {
        broker.refuse("");
    }

    static void comeBack() {
        broker.comeBack();
    }

    static void goAway() {
        broker.goAway();
    }

    /** Its machine dies and another one takes its place: nobody sends a reset. */
    static void dieAndComeBack() {
        MACHINE.die();
        MACHINE.comeBack();
    }

    static long deadLetters() {
        return broker.deadLetters();
    }
}

package org.penah.intake.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.intake.LocalBroker;

/** Ten thousand junk tips from 200 circuits, and in the middle of them somebody who is in danger; the limits as shipped. */
final class JunkFlood {

    private static final int CIRCUITS = 200;
    private static final int CONNECTIONS = 4;
    private static final int TIPS = 10_000;

    private JunkFlood() {}

    static void run() throws Exception {
        try (var intake = new IntakeProcess(List.of(), List.of("-Xmx512m"), Map.of())) {
            AtomicInteger left = new AtomicInteger(TIPS);
            AtomicInteger received = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            long begun = System.nanoTime();
            List<Thread> senders = new ArrayList<>();
            for (int each = 0; each < CIRCUITS * CONNECTIONS; each++) {
                int circuit = 1 + each % CIRCUITS;
                Thread sender = new Thread(null, () -> junk(intake, circuit, left, received, failed), "junk", 256 * 1024);
                sender.start();
                senders.add(sender);
            }
            while (received.get() < TIPS / 2) {
                Thread.sleep(10);
            }
            long planted = System.nanoTime();
            int status;
            try (Client frightened = Client.onion(intake, 77_777)) {
                status = frightened
                        .post(frightened
                                .form()
                                .field("danger", "me")
                                .field("soon", "hours")
                                .field("alert", "yes")
                                .field("topic", "threat")
                                .field("message", "They are at the door."))
                        .status();
            }
            double accepted = (System.nanoTime() - planted) / 1e9;
            for (Thread sender : senders) {
                sender.join();
            }
            while (LocalBroker.arrived("penah.intake.triage").size() < received.get() + 1) {
                Thread.sleep(50);
            }
            List<String> events = LocalBroker.arrived("penah.intake.triage");
            long marked = events.stream().filter(event -> event.contains("\"flood\":true")).count();
            long before = events.stream()
                    .takeWhile(event -> !event.contains("\"dueBy\""))
                    .count();
            boolean plantedIsMarked = events.stream()
                    .filter(event -> event.contains("\"dueBy\""))
                    .anyMatch(event -> event.contains("\"flood\":true"));
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d | %.0f s | %d, %.2f s | %s | %d |%n",
                    received.get(),
                    failed.get(),
                    marked,
                    (System.nanoTime() - begun) / 1e9,
                    status,
                    accepted,
                    plantedIsMarked ? "yes" : "no",
                    before);
        }
    }

    private static void junk(
            IntakeProcess intake, int circuit, AtomicInteger left, AtomicInteger received, AtomicInteger failed) {
        while (left.getAndDecrement() > 0) {
            // Who floods does not wait as a page asks; a form that was not served is fetched again.
            try (Client client = Client.onion(intake, circuit)) {
                boolean kept = client.post(client.form()
                                .field("danger", "none")
                                .field("topic", "other")
                                .field("message", "junk"))
                        .body()
                        .contains("<h1>Received</h1>");
                (kept ? received : failed).incrementAndGet();
            } catch (IOException noForm) {
                left.incrementAndGet();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

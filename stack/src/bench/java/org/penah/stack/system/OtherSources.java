package org.penah.stack.system;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/** Sends tips of 1 KB without danger, for a queue about which nothing is measured, to instances of intake-service in turn. */
final class OtherSources implements AutoCloseable {

    /** Settings of intake-service: all clients are one source here, and no flood. */
    static final Map<String, String> NO_LIMITS = Map.of(
            "penah.flood.together.requests-per-second", "1000000",
            "penah.flood.together.tips-per-minute", "10000000",
            "penah.flood.together.dangers-per-hour", "10000000");

    static final String TEXT = "What I saw behind the mill. ".repeat(36);

    private final List<Source> instances;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients;

    /** @param clients the most that send at a time */
    OtherSources(List<Source> instances, int clients) {
        this.instances = instances;
        this.clients = Executors.newFixedThreadPool(clients);
    }

    /** Begins to send so many a second; done only if it has failed. */
    Future<?> sendAt(int perSecond) {
        return beat.scheduleAtFixedRate(
                () -> clients.execute(this::send), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    /** Sends so many as fast as they are taken, and waits for them. */
    void sendAll(int tips) throws InterruptedException {
        for (int i = 0; i < tips; i++) {
            clients.execute(this::send);
        }
        clients.shutdown();
        if (!clients.awaitTermination(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("tips were not taken");
        }
    }

    void send() {
        try {
            Tip tip = new Tip(Map.of("danger", "none", "topic", "other", "message", TEXT), List.of());
            Source source = next();
            if (source.send(source.openForm(), tip).statusCode() == 200) {
                received.incrementAndGet();
            } else {
                errors.incrementAndGet();
            }
        } catch (IOException broken) {
            errors.incrementAndGet();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** The instance whose turn it is. */
    Source next() {
        return instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
    }

    /** How many tips were answered with "received". */
    int received() {
        return received.get();
    }

    int errors() {
        return errors.get();
    }

    /** Sends no more, and waits for what is on its way. */
    @Override
    public void close() {
        beat.shutdownNow();
        clients.shutdownNow();
        try {
            clients.awaitTermination(60, TimeUnit.SECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}

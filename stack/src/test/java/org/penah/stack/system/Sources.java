package org.penah.stack.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/** Some who send tip after tip, every fourth of them of danger; each sends a tip again until they are told that it was received. */
final class Sources implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int DANGER_EVERY = 4;

    private final Source source;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> dangers = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<CompletableFuture<Void>> sending = new ArrayList<>();
    private volatile String meanwhile = "nothing";
    private volatile boolean over;

    /** @param pause after each tip of one of them */
    Sources(String intake, int count, Duration pause) {
        source = new Source(intake);
        for (int i = 0; i < count; i++) {
            String name = "source " + i;
            sending.add(CompletableFuture.runAsync(() -> sendOn(name, pause), thread -> new Thread(thread).start()));
        }
    }

    /** Tips say from now on what is done to the system meanwhile. */
    void meanwhile(String what) {
        meanwhile = what;
    }

    /** Returns when the last tip of each was received. */
    void stop() {
        over = true;
        sending.forEach(CompletableFuture::join);
    }

    /** What was received. */
    List<String> received() {
        return received;
    }

    /** What of it was of danger. */
    List<String> dangers() {
        return dangers;
    }

    /** How often a tip was sent, and its source not told that it was received. */
    int failures() {
        return failures.get();
    }

    private void sendOn(String name, Duration pause) {
        for (int i = 0; !over; i++) {
            String message = name + ", tip " + i + ", " + meanwhile;
            boolean danger = i % DANGER_EVERY == 0;
            send(
                    danger
                            ? Tip.ofDanger(message, List.of())
                            : new Tip(Map.of("danger", "none", "topic", "threat", "message", message), List.of()));
            received.add(message);
            if (danger) {
                dangers.add(message);
            }
            await().pollDelay(pause).atMost(pause.plusSeconds(1)).until(() -> true);
        }
    }

    private void send(Tip tip) {
        Source.Form form = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(source::openForm, opened -> opened.response().statusCode() == 200);
        await().atMost(PATIENCE).until(() -> {
            boolean accepted = isAccepted(source, form, tip);
            if (!accepted) {
                failures.incrementAndGet();
            }
            return accepted;
        });
    }

    /** Received now, or said to have been received before. */
    static boolean isAccepted(Source source, Source.Form form, Tip tip) {
        try {
            return source.send(form, tip).statusCode() == 200;
        } catch (IOException cutOff) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        over = true;
    }
}

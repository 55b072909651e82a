package org.penah.stack.system;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.stack.story.Desk;

/**
 * What people on duty hear of a report of danger, at every moment at which it can come: a phone for each second of a nudge's beat, and a
 * desk for each second between two questions of a console that hears no news.
 */
final class OnDuty implements AutoCloseable {

    /** The shortest that {@link NudgeFile} takes, and what docs/operations.md asks of staff. */
    private static final int BEAT_SECONDS = 30;

    /** As in the console's {@code watch.ts}. */
    private static final int DEAF_SECONDS = 4;

    private static final long PATIENCE_SECONDS = 120;
    private static final String WORDS = "Look now";

    /** When each began to call, by {@link System#nanoTime}; 0 once it was told that all is well. */
    private final AtomicLongArray phones = new AtomicLongArray(BEAT_SECONDS);

    private final AtomicLongArray desks = new AtomicLongArray(DEAF_SECONDS);
    private final List<NudgeSender> nudges = new ArrayList<>();
    private final ExecutorService gatewayThreads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer gateway;
    private final Desk desk;
    private final ScheduledFuture<?> asking;
    private int asked;

    OnDuty(Path folder, AlertMonitor monitor, Desk desk) throws IOException, InterruptedException {
        this.desk = desk;
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(gatewayThreads);
        gateway.createContext("/", exchange -> {
            try (exchange) {
                int phone = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
                String said = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                keep(phones, phone, said.equals(WORDS));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        gateway.start();
        Path file = folder.resolve("nudge.json");
        PrintStream nobody = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        for (int phone = 0; phone < BEAT_SECONDS; phone++) {
            Files.writeString(
                    file,
                    "{\"words\":\"%s\",\"calm\":\"All well\",\"everySeconds\":%d,\"gateway\":\"http://127.0.0.1:%d/%d\"}"
                            .formatted(WORDS, BEAT_SECONDS, gateway.getAddress().getPort(), phone));
            nudges.add(new NudgeSender(NudgeFile.read(file), monitor, () -> null, nobody, new RoundMonitor(Clock.systemUTC())));
            TimeUnit.SECONDS.sleep(1);
        }
        asking = clock.scheduleAtFixedRate(this::ask, 0, 1, TimeUnit.SECONDS);
    }

    private void ask() {
        try {
            keep(desks, asked++ % DEAF_SECONDS, !desk.alarms().path("imminent").isEmpty());
        } catch (IOException noAnswer) {
            System.err.println(noAnswer.getMessage());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keep(AtomicLongArray all, int one, boolean calls) {
        long now = System.nanoTime();
        all.updateAndGet(one, before -> !calls ? 0 : before == 0 ? now : before);
    }

    /** When each desk rang, once all do; of one that does not, 0. */
    List<Long> rang() throws InterruptedException {
        return await(desks, true);
    }

    /** When each phone was called, once all were; of one that was not, 0. */
    List<Long> called() throws InterruptedException {
        return await(phones, true);
    }

    /** Until all is well again, for all of them. */
    void awaitCalm() throws InterruptedException {
        await(desks, false);
        await(phones, false);
    }

    private static List<Long> await(AtomicLongArray all, boolean calling) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (IntStream.range(0, all.length()).anyMatch(one -> all.get(one) != 0 != calling) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return IntStream.range(0, all.length()).mapToObj(all::get).toList();
    }

    @Override
    public void close() {
        nudges.forEach(NudgeSender::close);
        asking.cancel(true);
        clock.shutdownNow();
        gateway.stop(0);
        gatewayThreads.shutdownNow();
    }
}

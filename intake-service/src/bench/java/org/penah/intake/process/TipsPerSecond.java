package org.penah.intake.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Complete tips: a form is fetched, filled in, sent, and answered with "Received". */
final class TipsPerSecond {

    static final long WARM_UP = TimeUnit.SECONDS.toNanos(15);
    static final long MEASURED = TimeUnit.SECONDS.toNanos(20);
    private static final String MESSAGE = "What I saw behind the mill. ".repeat(40);

    private final IntakeProcess intake;

    TipsPerSecond(IntakeProcess intake) {
        this.intake = intake;
    }

    static void run() throws Exception {
        System.out.println("| options | clients | tips/s | p50 | p99 | CPU of the service for each | errors |\n"
                + "|---|---|---|---|---|---|---|");
        measure("the JVM's own", List.of("-Xmx512m"));
        measure("the image's", IntakeProcess.shippedFlags());
    }

    private static void measure(String options, List<String> flags) throws Exception {
        try (var intake = new IntakeProcess(List.of(), flags, IntakeProcess.NO_LIMITS)) {
            var bench = new TipsPerSecond(intake);
            bench.measure(32, WARM_UP);
            for (int clients : List.of(1, 32, 256)) {
                System.out.println("| " + options + " " + bench.measure(clients, MEASURED));
            }
        }
    }

    String measure(int clients, long nanos) throws InterruptedException {
        Latencies latencies = new Latencies();
        AtomicInteger errors = new AtomicInteger();
        long cpu = cpuMillis();
        long begun = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int each = 0; each < clients; each++) {
            Thread thread = new Thread(() -> {
                try (Client client = Client.plain(intake)) {
                    while (System.nanoTime() - begun < nanos) {
                        long sent = System.nanoTime();
                        Client.Answer answer = client.post(client.form()
                                .field("danger", "none")
                                .field("topic", "other")
                                .field("message", MESSAGE));
                        if (answer.status() == 200 && answer.body().contains("<h1>Received</h1>")) {
                            latencies.add(sent);
                        } else {
                            errors.incrementAndGet();
                        }
                    }
                } catch (IOException broken) {
                    errors.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long perSecond = Math.round(latencies.count() / ((System.nanoTime() - begun) / 1e9));
        return "| " + clients + " | " + perSecond + " | " + latencies.percentile(50) + " | "
                + latencies.percentile(99) + " | " + Math.round(10.0 * (cpuMillis() - cpu) / Math.max(1, latencies.count())) / 10.0 + " ms | " + errors
                + " |";
    }

    /** What the service has used, which other programs on the machine change little. */
    private long cpuMillis() {
        return ProcessHandle.of(intake.pid())
                .flatMap(service -> service.info().totalCpuDuration())
                .orElseThrow()
                .toMillis();
    }
}

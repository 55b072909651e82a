package org.penah.intake.process;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Where the processor time of a tip goes while 32 clients send tips, by thread as Linux counts it, and by part as Java Flight Recorder samples it. */
final class CpuProfile {

    private static final int CLIENTS = 32;
    /** The first that samples by processor time (JEP 509). */
    private static final int JDK = 25;

    /** Classes by the beginning of their names; of a stack, the topmost that is here says what it was for. */
    private static final List<Entry<String, String>> PARTS = List.of(
            entry("org.bouncycastle.crypto.generators.Argon2", "Argon2id"),
            entry("org.bouncycastle.crypto.digests.Blake2b", "Argon2id"),
            entry("org.bouncycastle", "the rest of cryptography"),
            entry("org.penah.sealing", "the rest of cryptography"),
            entry("org.penah.intake.page", "pages"),
            entry("io.quarkus.qute", "pages"),
            entry("org.penah.intake.blob", "files"),
            entry("org.hibernate", "database"),
            entry("io.vertx.sqlclient", "database"),
            entry("io.vertx.pgclient", "database"),
            entry("org.penah.outbox", "events and broker"),
            entry("org.apache.qpid", "events and broker"),
            entry("io.vertx.proton", "events and broker"),
            entry("com.fasterxml", "events and broker"),
            entry("org.penah", "the rest of Penah"),
            entry("io.netty", "network"));

    private CpuProfile() {}

    static void run() throws Exception {
        if (Runtime.version().feature() < JDK) {
            throw new IllegalStateException("takes JDK " + JDK);
        }
        Path recording = Files.createTempFile("intake", ".jfr");
        List<String> flags = new ArrayList<>(IntakeProcess.shippedFlags());
        flags.add("-XX:FlightRecorderOptions:stackdepth=200");
        flags.add("-XX:StartFlightRecording:filename=" + recording
                + ",settings=profile,jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=5ms");
        Instant begun;
        Map<String, Long> before;
        Map<String, Long> after;
        String row;
        try (var intake = new IntakeProcess(List.of(), flags, IntakeProcess.NO_LIMITS)) {
            var bench = new TipsPerSecond(intake);
            bench.measure(CLIENTS, TipsPerSecond.WARM_UP);
            begun = Instant.now();
            before = ticksOfThreads(intake.pid());
            row = bench.measure(CLIENTS, TipsPerSecond.MEASURED);
            after = ticksOfThreads(intake.pid());
        }
        after.replaceAll((thread, ticks) -> ticks - before.getOrDefault(thread, 0L));
        System.out.println(row);
        print("thread", after);
        print("what Java code did", samplesOfParts(recording, begun));
        Files.delete(recording);
    }

    /** Clock ticks of processor time so far; threads that differ in a number count as one. */
    private static Map<String, Long> ticksOfThreads(long pid) throws IOException {
        Map<String, Long> ticks = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                // proc_pid_stat(5): the name stands in parentheses, utime and stime are the 14th and 15th.
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("[#-]?\\d+$", "");
                String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                ticks.merge(name, Long.parseLong(rest[11]) + Long.parseLong(rest[12]), Long::sum);
            }
        }
        return ticks;
    }

    private static Map<String, Long> samplesOfParts(Path recording, Instant begun) throws IOException {
        Map<String, Long> samples = new TreeMap<>();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")
                        && event.getStartTime().isAfter(begun)
                        && event.getStackTrace() != null) {
                    samples.merge(part(event), 1L, Long::sum);
                }
            }
        }
        return samples;
    }

    private static String part(RecordedEvent event) {
        return event.getStackTrace().getFrames().stream()
                .map(frame -> frame.getMethod().getType().getName())
                .flatMap(type -> PARTS.stream().filter(part -> type.startsWith(part.getKey())).limit(1))
                .findFirst()
                .map(Entry::getValue)
                .orElse("other");
    }

    private static void print(String title, Map<String, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        System.out.println("\n| " + title + ", of " + all + " | share |\n|---|---|");
        counts.entrySet().stream()
                .sorted(Entry.<String, Long>comparingByValue().reversed())
                .filter(each -> each.getValue() * 200 >= all)
                .forEach(each -> System.out.printf(Locale.ROOT, "| %s | %.1f %% |%n", each.getKey(), 100.0 * each.getValue() / all));
    }
}

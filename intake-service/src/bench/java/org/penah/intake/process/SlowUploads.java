package org.penah.intake.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.penah.intake.Multipart;

/**
 * Ten thousand uploads of 1 KiB/s, each through its own circuit, while somebody else requests a page: of a file, which
 * is
 * sealed as it comes, or of a message, which is kept in memory until it is whole.
 */
final class SlowUploads {

    private static final int UPLOADS = Integer.getInteger("uploads", 10_000);
    private static final int PER_SECOND = 500;
    private static final int SECONDS = Integer.getInteger("seconds", 60);
    private static final long DECLARED = 10L << 20;

    private SlowUploads() {}

    static void run(boolean file) throws Exception {
        List<String> flags = List.of("-Xmx640m", "-XX:+UseSerialGC");
        try (var intake = new IntakeProcess(List.of(), flags, Map.of())) {
            List<SocketChannel> uploads = begin(intake, file);
            long begunRss = rssMiB(intake, "VmRSS");
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger turnedAway = new AtomicInteger();
            Latencies pages = new Latencies();
            Thread visitor = new Thread(() -> visit(intake, pages, turnedAway, over));
            visitor.start();
            hold(uploads);
            over.set(true);
            visitor.join();
            int lost = lost(uploads);
            System.out.printf(
                    "| %d | %d | %d MiB | %d MiB | %d MiB | %d | %s | %s | %d |%n",
                    uploads.size(),
                    lost,
                    begunRss,
                    rssMiB(intake, "VmRSS"),
                    rssMiB(intake, "VmHWM"),
                    pages.count(),
                    pages.percentile(50),
                    pages.percentile(99),
                    turnedAway.get());
            for (SocketChannel upload : uploads) {
                upload.close();
            }
        }
    }

    private static List<SocketChannel> begin(IntakeProcess intake, boolean file) throws Exception {
        byte[] fields;
        try (Client client = Client.plain(intake)) {
            Multipart form = client.form()
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "slowly");
            byte[] whole = (file ? form.file("slow.bin", "video/mp4", new byte[0]) : form).cutOff();
            fields = java.util.Arrays.copyOf(whole, whole.length - 2);
        }
        List<SocketChannel> uploads = new ArrayList<>();
        long begun = System.nanoTime();
        for (int each = 0; each < UPLOADS; each++) {
            TimeUnit.NANOSECONDS.sleep(begun + each * TimeUnit.SECONDS.toNanos(1) / PER_SECOND - System.nanoTime());
            SocketChannel upload = SocketChannel.open(new InetSocketAddress("localhost", intake.onionPort()));
            upload.setOption(StandardSocketOptions.TCP_NODELAY, true);
            upload.write(ByteBuffer.wrap(
                    (Client.proxyHeader(0x10000 + each) + Client.head(DECLARED)).getBytes(StandardCharsets.US_ASCII)));
            upload.write(ByteBuffer.wrap(fields));
            upload.configureBlocking(false);
            uploads.add(upload);
        }
        return uploads;
    }

    /** A KiB for each in each second, spread evenly over it. */
    private static void hold(List<SocketChannel> uploads) throws Exception {
        byte[] piece = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        long begun = System.nanoTime();
        for (int second = 0; second < SECONDS; second++) {
            for (int each = 0; each < uploads.size(); each++) {
                if (each % 10 == 0) {
                    long due = begun
                            + TimeUnit.SECONDS.toNanos(second)
                            + TimeUnit.SECONDS.toNanos(1) * each / uploads.size();
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
                try {
                    uploads.get(each).write(ByteBuffer.wrap(piece));
                } catch (IOException counted) {
                    // As lost, at the end.
                }
            }
        }
    }

    /** Those that were answered or cut off before their time. */
    private static int lost(List<SocketChannel> uploads) {
        int lost = 0;
        for (SocketChannel upload : uploads) {
            try {
                lost += upload.read(ByteBuffer.allocate(1)) == 0 ? 0 : 1;
            } catch (IOException cutOff) {
                lost++;
            }
        }
        return lost;
    }

    /** Every tenth of a second a new source, on a separate connection and circuit. */
    private static void visit(IntakeProcess intake, Latencies pages, AtomicInteger turnedAway, AtomicBoolean over) {
        for (int circuit = 1; !over.get(); circuit++) {
            long begun = System.nanoTime();
            try (Client fresh = Client.onion(intake, circuit)) {
                if (fresh.get("/en/tip").status() == 200) {
                    pages.add(begun);
                } else {
                    turnedAway.incrementAndGet();
                }
            } catch (IOException broken) {
                System.err.println("visitor " + circuit + " was turned away after "
                        + (System.nanoTime() - begun) / 1_000_000 + " ms: " + broken);
                turnedAway.incrementAndGet();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    static long rssMiB(IntakeProcess intake, String which) throws IOException {
        return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/" + intake.pid() + "/status")).stream()
                .filter(line -> line.startsWith(which + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}

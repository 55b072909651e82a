package org.penah.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** A partner's server that does what it can to hold up its callers; it has a thread for each of them. */
final class HostileServer implements AutoCloseable {

    /** What it does to a caller. */
    enum Manner {
        NEVER_ANSWERS(true, false),
        DRIPS_ITS_HEADERS(true, false),
        STALLS_THE_TLS_HANDSHAKE(true, true),
        ANSWERS_EVERY_STATUS(false, false),
        DRIPS_ITS_BODY(false, false),
        NEVER_ENDS_ITS_BODY(false, false),
        NEVER_ENDS_ITS_HEADERS(false, false),
        SENDS_A_GZIP_BOMB(false, false),
        RESETS(false, false),
        TALKS_GARBAGE(false, false),
        TALKS_GARBAGE_FOR_TLS(false, true);

        private final boolean holds;
        private final boolean tls;

        Manner(boolean holds, boolean tls) {
            this.holds = holds;
            this.tls = tls;
        }

        /** Whether a caller learns nothing at all before its own deadline. */
        boolean holds() {
            return holds;
        }
    }

    private static final byte[] BOMB = bomb();

    private final Manner manner;
    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong most = new AtomicLong();

    HostileServer(Manner manner) throws IOException {
        this.manner = manner;
        threads.execute(this::serve);
    }

    Manner manner() {
        return manner;
    }

    String url() {
        return (manner.tls ? "https" : "http") + "://127.0.0.1:" + socket.getLocalPort() + "/alerts";
    }

    /** How many have called. */
    int called() {
        return called.get();
    }

    /** How many calls are over. */
    int ended() {
        return ended.get();
    }

    /** The most bytes that one caller let it send; what lies in the kernel's buffers is among them. */
    long most() {
        return most.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                threads.execute(() -> treat(caller));
            } catch (IOException | RejectedExecutionException closed) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(closed);
                }
            }
        }
    }

    private void treat(Socket caller) {
        int turn = called.getAndIncrement();
        try (caller) {
            treat(caller, turn);
        } catch (IOException hungUp) {
            // That is what a caller should do.
        } finally {
            ended.incrementAndGet();
        }
    }

    private void treat(Socket caller, int turn) throws IOException {
        InputStream in = caller.getInputStream();
        OutputStream out = caller.getOutputStream();
        switch (manner) {
            case NEVER_ANSWERS, STALLS_THE_TLS_HANDSHAKE -> awaitHangUp(in);
            case DRIPS_ITS_HEADERS -> {
                say(out, "HTTP/1.1 200 OK\r\n");
                drip(out, "a: b\r\n");
            }
            case ANSWERS_EVERY_STATUS -> {
                readRequest(in);
                say(out, "HTTP/1.1 " + (100 + turn % 500) + " So\r\nlocation: /\r\n\r\n");
                caller.shutdownOutput();
                awaitHangUp(in);
            }
            case DRIPS_ITS_BODY -> {
                say(out, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
                drip(out, "x");
            }
            case NEVER_ENDS_ITS_BODY -> {
                say(out, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
                pour(out, ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(US_ASCII));
            }
            case NEVER_ENDS_ITS_HEADERS -> {
                say(out, "HTTP/1.1 200 OK\r\n");
                pour(out, ("a: " + "b".repeat(0x1000) + "\r\n").getBytes(US_ASCII));
            }
            case SENDS_A_GZIP_BOMB -> {
                say(out, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1000000000\r\n\r\n");
                pour(out, BOMB);
            }
            case RESETS -> {
                in.read();
                caller.setSoLinger(true, 0);
            }
            case TALKS_GARBAGE, TALKS_GARBAGE_FOR_TLS -> {
                byte[] garbage = new byte[2000];
                new Random(turn).nextBytes(garbage);
                out.write(garbage);
                awaitHangUp(in);
            }
        }
    }

    private static void say(OutputStream out, String words) throws IOException {
        out.write(words.getBytes(US_ASCII));
    }

    private void pour(OutputStream out, byte[] again) throws IOException {
        for (long sent = 0; ; sent += again.length) {
            most.accumulateAndGet(sent, Math::max);
            out.write(again);
        }
    }

    private static void drip(OutputStream out, String drop) throws IOException {
        while (!Thread.interrupted()) {
            say(out, drop);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static void awaitHangUp(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
            // Whatever it is.
        }
    }

    /** Reads as far as the end of the headers; a caller sends its body whether anybody reads it or not. */
    private static void readRequest(InputStream in) throws IOException {
        int last = 0;
        for (int next = in.read(); next >= 0 && last != 0x0d0a0d0a; next = in.read()) {
            last = last << 8 | next;
        }
    }

    /** The beginning of some 200 KiB that unpack to a thousand times as much. */
    private static byte[] bomb() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bomb.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}

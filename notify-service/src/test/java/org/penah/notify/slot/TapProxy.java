package org.penah.notify.slot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.age.Identity;

/** Somebody on the line: passes everything on and writes down what went when. */
final class TapProxy implements AutoCloseable {

    /** One connection as it is seen from outside; times in nanoseconds. */
    static final class Seen {

        final long opened = System.nanoTime();
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        volatile long answered;
        volatile long closed;
        final AtomicInteger sentBytes = new AtomicInteger();
        final AtomicInteger answerBytes = new AtomicInteger();
        final AtomicInteger reads = new AtomicInteger();

        /** The state that the request brought, as its partner opens it. */
        Delivery delivery(Identity identity) throws IOException {
            byte[] request = sent.toByteArray();
            return Delivery.open(
                    Arrays.copyOfRange(request, request.length - Delivery.BYTES, request.length), identity);
        }
    }

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;

    TapProxy(int target) throws IOException {
        this.target = target;
        start(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                start(() -> pass(client));
            }
        });
    }

    /** What passes bytes on until somebody hangs up. */
    interface Passing {

        void run() throws IOException;
    }

    static void start(Passing passing) {
        Thread thread = new Thread(() -> {
            try {
                passing.run();
            } catch (IOException ended) {
                // Either side has hung up; the other sees it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(Socket client) throws IOException {
        Seen connection = new Seen();
        seen.add(connection);
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start(() -> {
                byte[] buffer = new byte[65536];
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    connection.sent.write(buffer, 0, count);
                    connection.sentBytes.addAndGet(count);
                    connection.reads.incrementAndGet();
                    out.write(buffer, 0, count);
                }
                server.shutdownOutput();
            });
            byte[] buffer = new byte[65536];
            InputStream in = server.getInputStream();
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                connection.answerBytes.addAndGet(count);
                connection.answer.write(buffer, 0, count);
                connection.answered = System.nanoTime();
                client.getOutputStream().write(buffer, 0, count);
            }
        } finally {
            connection.closed = System.nanoTime();
        }
    }

    /**
     * The connections that are over, in the order in which they were opened. Where time is compressed a beat's deadline is a
     * fraction of a second, and a busy machine lets it pass before the bytes have gone: such a one shows nothing.
     */
    List<Seen> seen() {
        return seen.stream().filter(TapProxy::showsSomething).toList();
    }

    private static boolean showsSomething(Seen connection) {
        return connection.closed > 0 && connection.answerBytes.get() > 0;
    }

    Seen last() {
        List<Seen> all = seen();
        return all.get(all.size() - 1);
    }

    /** How many connections have been opened so far. */
    int opened() {
        return seen.size();
    }

    /** The first connection behind the first so many that is over and shows something; null if there is none yet. */
    @Nullable
    Seen firstBehind(int opened) {
        return seen.stream()
                .skip(opened)
                .filter(TapProxy::showsSomething)
                .findFirst()
                .orElse(null);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

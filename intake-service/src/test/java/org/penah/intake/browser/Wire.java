package org.penah.intake.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.penah.intake.Source;

/** The connection between a browser and us: it can be cut, and it records what passes. */
final class Wire implements AutoCloseable {

    private final ServerSocket door;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();
    /** Bytes that may still pass towards us before one cut; negative for never. */
    private final AtomicLong untilCut = new AtomicLong(-1);

    private final AtomicInteger cuts = new AtomicInteger();

    Wire() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address(String path) {
        return "http://localhost:" + door.getLocalPort() + path;
    }

    /** Breaks the connection once, in the middle of what is being sent. */
    void cutAfter(long bytes) {
        untilCut.set(bytes);
    }

    int cuts() {
        return cuts.get();
    }

    /** Everything that the browser has sent, as text of one byte a character. */
    String sent() {
        synchronized (sent) {
            return sent.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Everything that we have answered. */
    String answered() {
        synchronized (answered) {
            return answered.toString(StandardCharsets.UTF_8);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = door.accept();
                Socket service = new Socket("localhost", Source.port());
                start(() -> pass(browser, service, true));
                start(() -> pass(service, browser, false));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket from, Socket to, boolean towardsUs) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (towardsUs && isCutWithin(length)) {
                    cuts.incrementAndGet();
                    return;
                }
                ByteArrayOutputStream record = towardsUs ? sent : answered;
                synchronized (record) {
                    record.write(buffer, 0, length);
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException gone) {
            // One of the two has hung up, and so do we.
        }
    }

    private boolean isCutWithin(int length) {
        long left = untilCut.get();
        return left >= 0 && untilCut.addAndGet(-length) < 0;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

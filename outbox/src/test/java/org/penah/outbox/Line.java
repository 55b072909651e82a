package org.penah.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** What lies between a service and its database, and can die without a word. */
final class Line implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger deaths = new AtomicInteger();
    private final int target;

    Line(int target) throws IOException {
        this.target = target;
        start(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                start(() -> pass(client));
            }
        });
    }

    private interface Passing {

        void run() throws IOException;
    }

    private static void start(Passing passing) {
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
        int born = deaths.get();
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start(() -> {
                copy(client.getInputStream(), server.getOutputStream(), born);
                server.shutdownOutput();
            });
            copy(server.getInputStream(), client.getOutputStream(), born);
        }
    }

    private void copy(InputStream from, OutputStream to, int born) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = from.read(buffer); count > 0; count = from.read(buffer)) {
            if (deaths.get() == born) {
                to.write(buffer, 0, count);
            }
        }
    }

    /** Passes nothing any more on the connections that there are, and closes none. */
    void die() {
        deaths.incrementAndGet();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

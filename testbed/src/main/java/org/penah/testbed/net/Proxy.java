package org.penah.testbed.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** Passes connections on to a port of the loopback address; what a test makes of each decides what gets through. */
public final class Proxy implements AutoCloseable {

    /** One connection, seen from between its two ends; called on two threads, one for each direction. */
    public interface Connection {

        /** The client sent these bytes; writes to the server what gets through. */
        default void request(byte[] bytes, int length, OutputStream server) throws IOException {
            server.write(bytes, 0, length);
        }

        /** The server sent these bytes; writes to the client what gets through. */
        default void response(byte[] bytes, int length, OutputStream client) throws IOException {
            client.write(bytes, 0, length);
        }

        /** Both ends have hung up. */
        default void ended() {}
    }

    /** What a thread does until either side hangs up. */
    public interface Work {

        void run() throws IOException;
    }

    private interface Direction {

        void pass(byte[] bytes, int length, OutputStream to) throws IOException;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;

    /**
     * @param target the port of the server
     * @param connections makes what watches a connection, once for each
     */
    public Proxy(int target, Supplier<? extends Connection> connections) throws IOException {
        this.target = target;
        start(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                start(() -> pass(client, connections.get()));
            }
        });
    }

    /**
     * Has a service reach its database through one.
     *
     * @param settings has the database's address, which this changes
     * @param setting the name of that one
     */
    public static Proxy inFrontOf(
            Map<String, String> settings, String setting, Supplier<? extends Connection> connections) {
        URI behind = URI.create(settings.get(setting));
        try {
            Proxy proxy = new Proxy(behind.getPort(), connections);
            settings.put(setting, behind.getScheme() + "://localhost:" + proxy.port() + behind.getPath());
            return proxy;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Does it on a new thread, which ends with the program. */
    public static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // Either side has hung up; the other sees it.
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(Socket client, Connection connection) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start(() -> {
                copy(client.getInputStream(), server.getOutputStream(), connection::request);
                server.shutdownOutput();
            });
            copy(server.getInputStream(), client.getOutputStream(), connection::response);
        } finally {
            connection.ended();
        }
    }

    private static void copy(InputStream from, OutputStream to, Direction direction) throws IOException {
        byte[] buffer = new byte[65536];
        for (int length = from.read(buffer); length > 0; length = from.read(buffer)) {
            direction.pass(buffer, length, to);
        }
    }

    /** Where clients connect. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Takes no new connections. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
    }
}

package org.penah.stack.tor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.UUID;

/** A port on this machine that leads to the onion service, for programs without SOCKS; one circuit for each tunnel. */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket entrance;
    private final Socks socks;
    private final String onion;
    private final String circuit = UUID.randomUUID().toString();

    private Tunnel(ServerSocket entrance, Socks socks, String onion) {
        this.entrance = entrance;
        this.socks = socks;
        this.onion = onion;
    }

    static Tunnel open(Socks socks, String onion) {
        try {
            Tunnel tunnel = new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), socks, onion);
            start(tunnel::accept);
            return tunnel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the onion service's pages are found. */
    public String url() {
        return "http://localhost:" + entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                start(() -> join(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket near) {
        try (near;
                Socket far = socks.connect(onion, circuit)) {
            far.setSoTimeout(0);
            Thread back = start(() -> copy(far, near));
            copy(near, far);
            back.join();
        } catch (IOException unreachable) {
            // The other end sees its connection closed, as it would without a tunnel.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) {
            // One end has gone; the other copy ends too once both are closed.
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

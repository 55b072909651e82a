package org.penah.partner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each request with headers and the beginning of a body, and then says nothing more and hangs up on nobody. */
public final class StallingServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> held = new CopyOnWriteArrayList<>();

    public StallingServer() throws IOException {
        Thread thread = new Thread(this::answer, "stalling");
        thread.setDaemon(true);
        thread.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    private void answer() {
        try {
            while (true) {
                Socket socket = server.accept();
                held.add(socket);
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 9851\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : held) {
            socket.close();
        }
    }
}

package org.penah.stack.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One address before some instances of a service, as a cluster has it: each connection goes to the next of them that is there. */
final class LoadBalancer implements AutoCloseable {

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile List<Integer> instances = List.of();
    private int turn;

    LoadBalancer(int port) throws IOException {
        socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** The ports that new connections go to from now on. */
    void leadsTo(Integer... ports) {
        instances = List.of(ports);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                List<Integer> inTurn = instances;
                int first = turn++;
                threads.execute(() -> connect(client, inTurn, first));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void connect(Socket client, List<Integer> ports, int first) {
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get((first + i) % ports.size());
            try {
                Socket instance = new Socket(InetAddress.getLoopbackAddress(), port);
                threads.execute(() -> carry(client, instance));
                carry(instance, client);
                return;
            } catch (IOException goneOrNotYetThere) {
                // The next one.
            }
        }
        close(client);
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            // So do both sides.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // As it should be.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}

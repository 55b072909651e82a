package org.penah.testbed.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** A port of the loopback address that nobody listens on. */
public final class FreePort {

    private FreePort() {}

    /**
     * Lies below the ports of outgoing connections, so that none of them sits on it when what listens there is started
     * again.
     */
    public static int find() {
        Random random = new Random();
        while (true) {
            int port = random.nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
    }
}

package org.penah.stack.tor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Connects to an onion service through a tor on this machine (SOCKS 5, RFC 1928; tor gets the name, never DNS).
 *
 * @param port where tor listens
 */
public record Socks(int port) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte VERSION = 5;
    private static final byte WITH_PASSWORD = 2;

    /**
     * Opens a connection to port 80.
     *
     * @param circuit any word; tor puts connections with different words on different circuits
     * @throws IOException also when the service cannot be reached
     */
    public Socket connect(String onion, String circuit) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            greet(socket, circuit);
            request(socket, onion);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void greet(Socket socket, String circuit) throws IOException {
        socket.getOutputStream().write(new byte[] {VERSION, 1, WITH_PASSWORD});
        expect(VERSION, socket.getInputStream().read());
        expect(WITH_PASSWORD, socket.getInputStream().read());
        byte[] name = circuit.getBytes(StandardCharsets.US_ASCII);
        // RFC 1929; the password says nothing that the name does not say.
        socket.getOutputStream().write(concat(new byte[] {1, (byte) name.length}, name, new byte[] {1, 'x'}));
        expect(1, socket.getInputStream().read());
        expect(0, socket.getInputStream().read());
    }

    private static void request(Socket socket, String onion) throws IOException {
        byte[] name = onion.getBytes(StandardCharsets.US_ASCII);
        byte connect = 1;
        byte domainName = 3;
        socket.getOutputStream()
                .write(concat(
                        new byte[] {VERSION, connect, 0, domainName, (byte) name.length}, name, new byte[] {0, 80}));
        DataInputStream answer = new DataInputStream(socket.getInputStream());
        expect(VERSION, answer.read());
        expect(0, answer.read());
        // Reserved, then where tor pretends to be connected: an IPv4 address and a port.
        answer.readFully(new byte[2 + 4 + 2]);
    }

    /** Whether the form comes through it now. */
    public boolean answers(String onion) throws IOException {
        try (Socket socket = connect(onion, "ready")) {
            String request = "GET /en/tip HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(onion);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        }
    }

    private static void expect(int expected, int got) throws IOException {
        if (got != expected) {
            throw new IOException("tor answered %d and not %d to a SOCKS request".formatted(got, expected));
        }
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}

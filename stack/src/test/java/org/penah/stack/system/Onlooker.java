package org.penah.stack.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.penah.testbed.net.Proxy;

/** A network that keeps all that passes, and where to; a browser or a tor goes through it by SOCKS 5 (RFC 1928). */
final class Onlooker implements AutoCloseable {

    private static final int NAME = 3;
    private static final byte[] NO_PASSWORD = {5, 0};
    private static final byte[] CONNECTED = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final int site;

    /** @param site the port of this machine to which every name leads */
    Onlooker(int site) throws IOException {
        this.site = site;
        connect(door, this::pass);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Host and port of each connection. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** All that passed in both directions, as text of one byte a character. */
    String seen() {
        synchronized (seen) {
            return seen.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void pass(Socket near) throws IOException {
        DataInputStream request = new DataInputStream(near.getInputStream());
        request.readByte();
        request.skipNBytes(request.readUnsignedByte());
        near.getOutputStream().write(NO_PASSWORD);
        request.skipNBytes(3);
        boolean named = request.readUnsignedByte() == NAME;
        byte[] address = request.readNBytes(named ? request.readUnsignedByte() : 4);
        String host = named
                ? new String(address, StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(address).getHostAddress();
        int port = request.readUnsignedShort();
        asked.add(host + ":" + port);
        try (Socket far = named ? new Socket(InetAddress.getLoopbackAddress(), site) : new Socket(host, port)) {
            near.getOutputStream().write(CONNECTED);
            join(near, far, seen);
        }
    }

    /** Accepts all who come, each on a thread. */
    static void connect(ServerSocket door, Joint joint) {
        Proxy.start(() -> {
            while (!door.isClosed()) {
                Socket near = door.accept();
                Proxy.start(() -> {
                    try (near) {
                        joint.join(near);
                    }
                });
            }
        });
    }

    /** What becomes of a connection. */
    interface Joint {
        void join(Socket near) throws IOException;
    }

    /** Passes on what either side says until one has ended, and keeps it. */
    static void join(Socket near, Socket far, OutputStream kept) throws IOException {
        Proxy.start(() -> {
            copy(near.getInputStream(), far.getOutputStream(), kept);
            far.shutdownOutput();
        });
        copy(far.getInputStream(), near.getOutputStream(), kept);
    }

    private static void copy(InputStream from, OutputStream to, OutputStream kept) throws IOException {
        byte[] bytes = new byte[65_536];
        for (int length = from.read(bytes); length > 0; length = from.read(bytes)) {
            synchronized (kept) {
                kept.write(bytes, 0, length);
            }
            to.write(bytes, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

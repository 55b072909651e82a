package org.penah.notify.slot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Somebody on the line of a client whose connections last: writes down each request with its answer. */
final class ExchangeTap implements AutoCloseable {

    /** A request and its answer as they are seen from outside; times in nanoseconds. */
    record Exchange(long asked, long answered, int sentBytes, int answerBytes, int reads) {}

    private final List<Exchange> seen = new ArrayList<>();
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ExchangeTap(int target) throws IOException {
        TapProxy.start(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                TapProxy.start(() -> pass(client.getInputStream(), server.getOutputStream(), true));
                TapProxy.start(() -> pass(server.getInputStream(), client.getOutputStream(), false));
            }
        });
    }

    private void pass(InputStream in, OutputStream out, boolean asks) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            note(count, asks);
            out.write(buffer, 0, count);
        }
    }

    private synchronized void note(int count, boolean asks) {
        long now = System.nanoTime();
        Exchange last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        if (last == null || (asks && last.answered() > 0)) {
            seen.add(new Exchange(now, 0, count, 0, 1));
        } else {
            seen.set(
                    seen.size() - 1,
                    asks
                            ? new Exchange(
                                    last.asked(), 0, last.sentBytes() + count, last.answerBytes(), last.reads() + 1)
                            : new Exchange(
                                    last.asked(), now, last.sentBytes(), last.answerBytes() + count, last.reads() + 1));
        }
    }

    /** Those that are over: all but the last. */
    synchronized List<Exchange> seen() {
        return seen.isEmpty() ? List.of() : List.copyOf(seen.subList(0, seen.size() - 1));
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

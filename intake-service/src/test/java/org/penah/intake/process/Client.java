package org.penah.intake.process;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.intake.Multipart;

/** A browser reduced to what costs least beside the service that is measured: one connection, kept alive. */
final class Client implements AutoCloseable {

    private static final Pattern ONCE = Pattern.compile("name=\"once\" value=\"([^\"]{43})\"");
    private static final Pattern RECEIPT = Pattern.compile("name=\"receipt\" value=\"([^\"]+)\"");

    record Answer(int status, String body) {}

    private final Socket socket;
    private final InputStream in;

    /** Through the plain listener. */
    static Client plain(IntakeProcess intake) throws IOException {
        return new Client(intake.port(), "");
    }

    /** Through the onion listener, by a Tor circuit. */
    static Client onion(IntakeProcess intake, int circuit) throws IOException {
        return new Client(intake.onionPort(), proxyHeader(circuit));
    }

    static String proxyHeader(int circuit) {
        return "PROXY TCP6 fc00:dead:beef:4dad::" + Integer.toHexString(circuit >>> 16) + ":"
                + Integer.toHexString(circuit & 0xffff) + " ::1 50000 80\r\n";
    }

    private Client(int port, String first) throws IOException {
        socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
    }

    /** The token and the receipt of a form that is fetched now, as a form without its answers. */
    Multipart form() throws IOException {
        String page = get("/en/tip").body();
        return new Multipart(first(RECEIPT, page)).field("once", first(ONCE, page));
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0]);
        return answer();
    }

    Answer post(Multipart form) throws IOException {
        byte[] body = form.whole();
        send(head(body.length), body);
        return answer();
    }

    void send(String head, byte[] body) throws IOException {
        byte[] whole = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, whole, 0, head.length());
        System.arraycopy(body, 0, whole, head.length(), body.length);
        socket.getOutputStream().write(whole);
    }

    static String head(long length) {
        return "POST /en/tip HTTP/1.1\r\nHost: x\r\nContent-Type: " + Multipart.TYPE + "\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    Answer answer() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the service closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static String first(Pattern pattern, String page) throws IOException {
        Matcher found = pattern.matcher(page);
        if (!found.find()) {
            throw new IOException("no form was served");
        }
        return found.group(1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

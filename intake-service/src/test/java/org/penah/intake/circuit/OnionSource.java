package org.penah.intake.circuit;

import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.penah.intake.Multipart;

/** A source's browser behind Tor, as the onion listener sees it: one connection for each request, all through one circuit. */
public final class OnionSource {

    private final int circuit;

    public OnionSource(int circuit) {
        this.circuit = circuit;
    }

    /** A circuit for tests without a listener. */
    public static Circuit circuit(int number) {
        return new Circuit(new byte[] {(byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    }

    /** The whole answer, head and body. */
    public String get(String path) {
        return ask(header() + "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", new byte[0]);
    }

    public String post(Multipart form) {
        byte[] body = form.whole();
        return ask(
                header() + "POST /en/tip HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + Multipart.TYPE
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n",
                body);
    }

    /** Sends a form of one short field, as its button does. */
    public String post(String path, String field, String value) {
        byte[] body =
                (field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);
        return ask(
                header() + "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length
                        + "\r\n\r\n",
                body);
    }

    /** Sends the first chunk of a sealed tip, as the page's script does. */
    public String chunk(String once, String name, byte[] sealed) {
        return ask(
                header() + "POST /en/chunk HTTP/1.1\r\nHost: x\r\nConnection: close\r\nPenah-Form: " + once
                        + "\r\nPenah-Upload: " + name + "\r\nPenah-Offset: 0\r\nContent-Length: " + sealed.length
                        + "\r\n\r\n",
                sealed);
    }

    /** A connection that stays open once it has been answered, until its holder closes it. */
    public Socket hold() throws IOException {
        Socket socket = new Socket("localhost", door());
        socket.getOutputStream()
                .write((header() + "HEAD /en/tip HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read();
        return socket;
    }

    /** A connection on which the first half of a form has come; its holder reads the answer. */
    public Socket begin(byte[] half) throws IOException {
        Socket socket = new Socket("localhost", door());
        socket.getOutputStream()
                .write((header() + "POST /en/tip HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                                + Multipart.TYPE + "\r\nContent-Length: " + 2 * half.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(half);
        socket.getOutputStream().flush();
        return socket;
    }

    private static int door() {
        return CDI.current().select(OnionListener.class).get().port();
    }

    /** As Tor's {@code HiddenServiceExportCircuitID haproxy} writes it. */
    private String header() {
        return "PROXY TCP6 fc00:dead:beef:4dad::" + Integer.toHexString(circuit >>> 16) + ":"
                + Integer.toHexString(circuit & 0xffff) + " ::1 " + (circuit & 0xffff) + " 80\r\n";
    }

    /** All that comes back until the other side closes. */
    static String ask(String head, byte[] body) {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        try (Socket socket = new Socket("localhost", door())) {
            socket.getOutputStream().write(whole.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException cutOff) {
            return "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

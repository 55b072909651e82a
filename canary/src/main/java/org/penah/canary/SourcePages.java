package org.penah.canary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Uses the pages of sources as a browser without JavaScript does: the form (RFC 7578) and the inbox.
 *
 * <p>It follows no redirect and reads at most {@value #MOST} bytes of an answer. If nobody answers, it throws a
 * {@link ConnectException}.
 */
final class SourcePages {

    private static final int MOST = 1 << 20;

    /** A Tor circuit may stall for a minute. */
    private static final int LIMIT_MS = 120_000;

    private static final int HTTP = 80;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");
    private static final String BOUNDARY = "----a-form-of-the-canary";
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"");

    private final URI form;
    private final Proxy proxy;
    private int formsSent;

    SourcePages(URI base, Proxy proxy) {
        if (!"http".equals(base.getScheme()) || base.getHost() == null) {
            throw new IllegalArgumentException("--url is not http://HOST");
        }
        this.form = base.resolve("/en/tip");
        this.proxy = proxy;
    }

    /** The fields of a page that a browser sends back as they are. */
    Map<String, String> hidden(String page) {
        return HIDDEN.matcher(page)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (first, again) -> first));
    }

    /** How many forms somebody may have taken since the start. */
    int formsSent() {
        return formsSent;
    }

    String form() throws IOException {
        return ask(form, "", null);
    }

    /** Sends a form; returns the page that says what happened to it. */
    String send(Map<String, String> fields) throws IOException {
        String parts = fields.entrySet().stream()
                .map(field -> "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(BOUNDARY, field.getKey(), field.getValue()))
                .collect(Collectors.joining());
        return ask(form, "multipart/form-data; boundary=" + BOUNDARY, parts + "--" + BOUNDARY + "--\r\n");
    }

    /** Sends a form of the inbox. */
    String inbox(Map<String, String> fields) throws IOException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return ask(form.resolve("inbox"), "application/x-www-form-urlencoded", body);
    }

    /** HTTP/1.0 (RFC 1945): the other side closes, so the answer's end needs no reading of lengths and chunks. */
    private String ask(URI page, String type, @Nullable String body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        String head = body == null
                ? "GET %s HTTP/1.0\r\n".formatted(page.getRawPath())
                : "POST %s HTTP/1.0\r\nContent-Type: %s\r\nContent-Length: %d\r\nSec-Fetch-Site: same-origin\r\n"
                        .formatted(page.getRawPath(), type, bytes.length);
        String answer;
        try (Socket socket = new Socket(proxy)) {
            // Bounds the SOCKS handshake, in which the proxy connects.
            socket.setSoTimeout(LIMIT_MS);
            socket.connect(place(page), LIMIT_MS);
            formsSent += body != null && page.equals(form) ? 1 : 0;
            OutputStream out = socket.getOutputStream();
            out.write((head + "Host: " + page.getRawAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            answer = read(socket, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS));
        } catch (IOException failed) {
            // Java's own messages name the address.
            ConnectException unreachable = new ConnectException("a page of sources could not be reached ("
                    + failed.getClass().getSimpleName() + ")");
            unreachable.initCause(failed);
            throw unreachable;
        }
        Matcher status = STATUS.matcher(answer);
        if (!status.lookingAt() || !status.group(1).equals("200")) {
            throw new IOException("a page of sources answered " + (status.lookingAt() ? status.group(1) : "no HTTP"));
        }
        return answer;
    }

    /** Reads until the other side closes. One deadline covers all of it, so that a slow peer cannot hold us byte by byte. */
    private static String read(Socket socket, long deadline) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        int length = 0;
        while (length >= 0 && answer.size() < MOST) {
            answer.write(some, 0, length);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            length = socket.getInputStream().read(some);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** Tor looks up an onion address itself; this machine's resolver must never see it. */
    private InetSocketAddress place(URI page) {
        int port = page.getPort() < 0 ? HTTP : page.getPort();
        return proxy.type() == Proxy.Type.SOCKS
                ? InetSocketAddress.createUnresolved(page.getHost(), port)
                : new InetSocketAddress(page.getHost(), port);
    }
}

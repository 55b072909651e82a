package org.penah.intake.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Multipart;
import org.penah.intake.Source;
import org.penah.intake.circuit.OnionSource;
import org.penah.sealing.receipt.Receipt;

/** Walks through every address with marked values, well and badly formed, and reads what was logged meanwhile. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class LogTest {

    /** All of 127.0.0.0/8 is ours, so a source can have an address that nothing else has. */
    private static final byte[] ADDRESS = {127, 83, 77, 101};

    private static final int CIRCUIT = 0x5707c4e5;
    private static final String CIRCUIT_ADDRESS = "5707:c4e5";

    private final String mark = "stork-" + UUID.randomUUID();
    private final Receipt receipt = Receipt.generate();
    private final Source source = new Source();
    private final Heard heard = new Heard();

    @Inject
    Router router;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(heard);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(heard);
        LocalPostgres.comeBack();
    }

    @Test
    void nothing_of_a_request_is_in_the_log() throws IOException {
        // When
        String received = walk();
        LocalPostgres.goAway();
        String notKept = walk();

        // Then
        assertThat(received).contains("<h1>Received</h1>");
        assertThat(notKept).startsWith("HTTP/1.1 503");
        assertThat(heard.lines).as("faults are logged").anyMatch(line -> line.contains("a tip could not be kept"));
        assertThat(String.join("", heard.lines))
                .doesNotContain(mark, "127.83.77.101", CIRCUIT_ADDRESS, CIRCUIT_ADDRESS.replace(":", ""))
                .doesNotContain(receipt.toDigits(), receipt.toDigits().replace(" ", ""), receipt.toWords());
    }

    /** @return the answer to the tip that was sent well */
    private String walk() throws IOException {
        String once = source.once();
        String circuit = new OnionSource(CIRCUIT).post(tip(source.once()));
        for (String path : Stream.concat(
                        router.getRoutes().stream().map(Route::getPath).filter(Objects::nonNull),
                        Stream.of("/" + mark, "/en/" + mark, "/en/tip/" + mark, "/en/%zz" + mark, "/../" + mark))
                .distinct()
                .toList()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "STORK")) {
                ask(
                        method + " " + path + "?q=" + mark + " HTTP/1.1\r\n",
                        marked("text/" + mark),
                        mark.getBytes(ascii()));
            }
        }
        for (String head : List.of(
                "GET /en/tip HTTP/9.7" + mark + "\r\n",
                mark + "\r\n",
                "GET /" + mark + " " + mark + " HTTP/1.1\r\n",
                "GET /en/tip HTTP/1.1\r\n" + mark + "\r\n",
                "GET /en/tip HTTP/1.1\r\nX-Long: " + (mark + " ").repeat(300) + "\r\n",
                "GET /" + (mark + "/").repeat(300) + " HTTP/1.1\r\n",
                "POST /en/tip HTTP/1.1\r\nTransfer-Encoding: " + mark + "\r\n",
                "PROXY TCP6 " + mark + " ::1 1 80\r\nGET /en/tip HTTP/1.1\r\n")) {
            ask(head, "Host: x\r\nConnection: close\r\n", new byte[0]);
        }
        String form = "application/x-www-form-urlencoded";
        for (String body : List.of(
                "receipt=" + receipt.toDigits(),
                "receipt=" + receipt.toWords(),
                "receipt=" + mark,
                "session=" + mark + "&step=" + mark)) {
            ask(
                    "POST /en/inbox HTTP/1.1\r\n",
                    marked(form),
                    URLEncoder.encode(body, StandardCharsets.UTF_8)
                            .replace("%3D", "=")
                            .replace("%26", "&")
                            .getBytes(ascii()));
        }
        ask(
                "POST /en/tip HTTP/1.1\r\n",
                marked("multipart/form-data; boundary=" + mark),
                ("--" + mark).getBytes(ascii()));
        ask(
                "POST /en/tip HTTP/1.1\r\n",
                marked(Multipart.TYPE),
                tip(source.once()).field(mark, mark).whole());
        ask(
                "POST /en/tip HTTP/1.1\r\n",
                marked(Multipart.TYPE),
                tip(source.once()).cutOff());
        ask("POST /en/tip HTTP/1.1\r\n", marked(Multipart.TYPE), tip(mark).whole());
        ask(
                "POST /en/chunk HTTP/1.1\r\nPenah-Form: " + once + "\r\nPenah-Upload: " + mark.concat("0")
                        + "\r\nPenah-Offset: 0\r\n",
                marked(mark),
                mark.getBytes(ascii()));
        ask(
                "POST /en/tip HTTP/1.1\r\n",
                marked(Multipart.TYPE).replace("same-origin", "cross-site"),
                tip(source.once()).whole());
        assertThat(circuit).startsWith("HTTP/1.1 ");
        return ask(
                "POST /en/tip HTTP/1.1\r\n", marked(Multipart.TYPE), tip(once).whole());
    }

    private Multipart tip(String once) {
        return new Multipart(receipt.toDigits())
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", mark)
                .field("practice", receipt.toWords())
                .file(mark + ".txt", "text/" + mark, mark.getBytes(ascii()));
    }

    private String marked(String contentType) {
        return "Host: x\r\nConnection: close\r\nUser-Agent: " + mark + "\r\nReferer: http://x/" + mark
                + "\r\nAccept-Language: " + mark + "\r\nOrigin: http://" + mark
                + "\r\nSec-Fetch-Site: same-origin\r\nX-Marked: " + mark
                + "\r\nContent-Type: " + contentType + "\r\n";
    }

    /** All that comes back until the other side closes; our own side says at once that no more will come. */
    private static String ask(String line, String headers, byte[] body) throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes((line + headers + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ascii()));
        whole.writeBytes(body);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), Source.port(), InetAddress.getByAddress(ADDRESS), 0)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(whole.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException cutOff) {
            return "";
        }
    }

    private static java.nio.charset.Charset ascii() {
        return StandardCharsets.US_ASCII;
    }

    /** The content of a log: messages and stack traces, from every category. */
    private static final class Heard extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Heard() {
            setLevel(Level.ALL);
            setFormatter(new PatternFormatter("%-5p [%c] (%t) %s%e%n"));
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(getFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

package org.penah.partner.receive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.PlainWords;
import org.penah.partner.inbox.SealedAlert;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookRefusedException;

/**
 * Takes alerts by HTTP, for a reverse proxy with TLS or an onion service to stand before.
 *
 * <p>204 is answered only once an alert is on the disk; it tells Penah that the message arrived, not that anybody read it.
 */
public final class Receiver implements AutoCloseable {

    private static final int THREADS = 4;

    private final Home home;
    private final Inbox inbox;
    private final Arrivals arrivals;
    private final Clock clock;
    private final PrintStream screen;
    private final HybridIdentity identity;
    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** What is done with each alert that was kept, new or repeated. */
    public interface Arrivals {

        void arrived(Alert alert);
    }

    /** Binds to the address and starts to serve; port 0 takes any free one. */
    public Receiver(
            Home home, Inbox inbox, InetSocketAddress address, Arrivals arrivals, Clock clock, PrintStream screen)
            throws IOException {
        this.home = home;
        this.inbox = inbox;
        this.arrivals = arrivals;
        this.clock = clock;
        this.screen = screen;
        this.identity = home.identity();
        this.name = home.profile().name();
        // The JDK's server has no other way to bound a slow client.
        System.setProperty("sun.net.httpserver.maxReqTime", "20");
        System.setProperty("sun.net.httpserver.maxRspTime", "20");
        server = HttpServer.create(address, 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status;
            try {
                status = exchange.getRequestMethod().equals("POST") ? take(exchange) : 405;
            } catch (WebhookRefusedException refused) {
                status = refuse(401, refused);
            } catch (IOException | IllegalArgumentException fault) {
                // Signed by Penah and still not to be read: a key or a file is wrong here, and both sides should see
                // it.
                status = refuse(503, fault);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private int take(HttpExchange exchange) throws IOException, WebhookRefusedException {
        byte[] body = exchange.getRequestBody().readNBytes(SealedAlert.BYTES + 1);
        WebhookHeaders headers = new WebhookHeaders(
                exchange.getRequestHeaders().getFirst(WebhookHeaders.ID),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.TIMESTAMP),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.SIGNATURE));
        home.handOver().verifier().verify(headers, body, clock.instant());
        Alert alert = SealedAlert.open(body, identity);
        if (!alert.to().equals(name)) {
            throw new IOException("the alert is addressed to somebody else");
        }
        if (inbox.keep(alert, body)) {
            screen.println(PlainWords.of(alert));
        }
        arrivals.arrived(alert);
        return 204;
    }

    private int refuse(int status, Exception fault) {
        screen.println("Refused a request: " + fault.getMessage() + ".");
        return status;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        identity.destroy();
    }
}

package org.penah.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.WebhookHeaders;

/** Partners' servers at one port, each under its name: they sign that they took a slot, and answer nothing. */
final class SlotServer implements AutoCloseable {

    private static final byte[] NOTHING = nothing();

    /** Is told of each slot. */
    interface Taken {
        void take(String partner, byte[] body) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, Home> homes;
    private final Taken taken;

    SlotServer(Map<String, Home> homes, Taken taken) throws IOException {
        this.homes = homes;
        this.taken = taken;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private static byte[] nothing() {
        byte[] body = new byte[2048];
        Arrays.fill(body, (byte) ' ');
        byte[] said = "{\"answers\":[]}".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(said, 0, body, 0, said.length);
        return body;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String partner = exchange.getRequestURI().getPath().substring(1);
            byte[] body = exchange.getRequestBody().readAllBytes();
            WebhookHeaders signed = homes.get(partner)
                    .signWithDay(exchange.getRequestHeaders().getFirst(WebhookHeaders.ID), Instant.now(), NOTHING);
            Headers headers = exchange.getResponseHeaders();
            headers.set(WebhookHeaders.ID, signed.id());
            headers.set(WebhookHeaders.TIMESTAMP, signed.timestamp());
            headers.set(WebhookHeaders.SIGNATURE, signed.signature());
            exchange.sendResponseHeaders(200, NOTHING.length);
            exchange.getResponseBody().write(NOTHING);
            taken.take(partner, body);
        }
    }

    /** Has all partners of a database get slots here. */
    void serve(Database database) {
        database.execute(
                "update partner set channel = 'SLOTS', url = ? || name",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package org.penah.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A partner's server that answers as a test tells it to and remembers what it was sent. */
public class PartnerServer implements AutoCloseable {

    /** One request, as it came. */
    public record Received(String method, String path, Headers headers, List<Byte> bytes) {

        public byte[] body() {
            byte[] body = new byte[bytes.size()];
            for (int i = 0; i < body.length; i++) {
                body[i] = bytes.get(i);
            }
            return body;
        }
    }

    /** Answers a request. */
    public interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Answer answer = status(204);

    public PartnerServer() throws IOException {
        this(0);
    }

    public PartnerServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<Byte> bytes = new java.util.ArrayList<>();
            for (byte b : body) {
                bytes.add(b);
            }
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    bytes));
            answer.to(exchange);
        }
    }

    public void answer(Answer next) {
        answer = next;
    }

    public List<Received> received() {
        return received;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/alerts";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

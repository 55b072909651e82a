package org.penah.stack.system.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.penah.partner.answer.SlotAnswer;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookRefusedException;

/** A partner who verifies, keeps and answers by partner-kit's own means, and whom a test can stop in the middle. */
final class Office implements AutoCloseable {

    /** Where it stops with a request. */
    enum Gate {
        OPEN,
        /** When the headers have come and the body is on its way. */
        BEFORE_BODY,
        /** When the alert is kept and nothing is answered. */
        BEFORE_RESPONSE
    }

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Home home;
    private final Inbox inbox;
    private final HybridIdentity identity;
    private final Notifiers notifiers;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Thread human = new Thread(this::answerAll, "human");
    private final LinkedBlockingQueue<Alert> unanswered = new LinkedBlockingQueue<>();
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicInteger responses = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Gate gate = Gate.OPEN;
    private volatile CountDownLatch opened = new CountDownLatch(0);
    private volatile boolean away;

    Office(Path folder, String name, Notifiers notifiers) throws IOException {
        this.home = new Home(folder.resolve(name), folder.resolve("credentials").resolve(name + ".json"));
        this.notifiers = notifiers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        home.initialise(
                name, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), true, Profile.EDGE);
        inbox = new Inbox(home.inbox());
        identity = home.identity();
        server.start();
        human.setDaemon(true);
        human.start();
    }

    /** What it hands over to Penah. */
    Path profile() {
        return home.inbox().resolveSibling("profile.json");
    }

    /** Lets requests through, or stops each at a point until it is opened again. */
    void gate(Gate next) {
        CountDownLatch before = opened;
        stopped.set(0);
        opened = new CountDownLatch(next == Gate.OPEN ? 0 : 1);
        gate = next;
        before.countDown();
    }

    /** Whether anybody is here who answers; what comes meanwhile is answered later. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** How many requests stand at the gate, or stood there until their sender died. */
    int stopped() {
        return stopped.get();
    }

    /** How many requests were answered with a 2xx. */
    int responses() {
        return responses.get();
    }

    /** How many requests were not what they should be. */
    int refused() {
        return refused.get();
    }

    /** How often each message was taken, by the alert's id here and the message's number. */
    int taken(UUID id, int seq) {
        AtomicInteger count = taken.get(id + "/" + seq);
        return count == null ? 0 : count.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (gate == Gate.BEFORE_BODY) {
                await();
            }
            @Nullable SlotAnswer answer;
            try {
                answer = keep(exchange);
            } catch (WebhookRefusedException | IllegalArgumentException bad) {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (gate == Gate.BEFORE_RESPONSE) {
                await();
            }
            respond(exchange, answer);
            responses.incrementAndGet();
        }
    }

    private static void respond(HttpExchange exchange, @Nullable SlotAnswer answer) throws IOException {
        if (answer == null) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        putHeaders(answer.headers(), exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(200, SlotAnswer.BYTES);
        exchange.getResponseBody().write(answer.body());
    }

    static void putHeaders(WebhookHeaders headers, BiConsumer<String, String> put) {
        put.accept(WebhookHeaders.ID, Objects.requireNonNull(headers.id()));
        put.accept(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()));
        put.accept(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()));
    }

    private void await() throws IOException {
        CountDownLatch latch = opened;
        stopped.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException closing) {
            throw new IOException(closing);
        }
    }

    /** Answers what a slot is to be answered with: only that shows Penah who is there. */
    private @Nullable SlotAnswer keep(HttpExchange exchange) throws IOException, WebhookRefusedException {
        byte[] body = exchange.getRequestBody().readNBytes(Delivery.BYTES + 1);
        WebhookHeaders headers = new WebhookHeaders(
                exchange.getRequestHeaders().getFirst(WebhookHeaders.ID),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.TIMESTAMP),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.SIGNATURE));
        WebhookMessage message = home.credentials()
                .verifier()
                .verify(headers, body, Clock.systemUTC().instant());
        Delivery delivery = Delivery.open(body, identity);
        for (Alert alert : delivery.alerts()) {
            taken.computeIfAbsent(alert.id() + "/" + alert.seq(), first -> new AtomicInteger())
                    .incrementAndGet();
            if (inbox.keep(alert, body)) {
                unanswered.add(alert);
            }
        }
        return delivery.isState() ? SlotAnswer.of(List.of(), message.id(), home, Clock.systemUTC()) : null;
    }

    private void answerAll() {
        try {
            for (int round = 0; true; round++) {
                Alert alert = unanswered.take();
                while (away || !answer(alert, notifiers.url(round++))) {
                    Thread.sleep(20);
                }
            }
        } catch (InterruptedException closing) {
            // The test is over.
        }
    }

    private boolean answer(Alert alert, URI penah) throws InterruptedException {
        byte[] body = new Answer(alert.id(), alert.seq(), Action.ACKNOWLEDGE, 1)
                .json()
                .getBytes(StandardCharsets.US_ASCII);
        try {
            WebhookHeaders headers =
                    home.sign(UUID.randomUUID().toString(), Clock.systemUTC().instant(), body);
            HttpRequest.Builder request = HttpRequest.newBuilder(penah)
                    .timeout(Duration.ofSeconds(5))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body));
            putHeaders(headers, request::header);
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException dead) {
            return false;
        }
    }

    @Override
    public void close() {
        gate(Gate.OPEN);
        human.interrupt();
        server.stop(0);
        threads.shutdownNow();
        identity.destroy();
    }
}

package org.penah.partner.receive;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.penah.partner.answer.SlotAnswer;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookRefusedException;

/**
 * Receives alerts by HTTP, behind a reverse proxy with TLS or an onion service.
 *
 * <p>A 2xx is answered only once an alert is on the disk; it tells Penah that the message arrived, not that anybody read
 * it. Every slot gets the same number of bytes after the same time.
 */
public final class Receiver implements AutoCloseable {

    /** A slow client holds one for as long as it may; Penah needs one. They end when nobody needs them. */
    private static final int THREADS = 200;

    /** Longer than it takes to keep alerts on a slow disk. */
    public static final Duration ANSWER_AFTER = Duration.ofSeconds(2);

    /** A slot has room for so many of its answers' times. */
    private static final int ANSWERS_IN_A_SLOT = 5;

    /** The longest slot, until Penah has told us its length. */
    private static final Duration LONGEST_SLOT = Duration.ofSeconds(60);

    /** So long Penah waits for the answer to a single alert. */
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    /** Longer than it takes to keep alerts on a slow disk, and to answer. */
    private static final Duration STOP = ANSWER_AFTER.multipliedBy(3);

    private final Home home;
    private final Inbox inbox;
    private final Arrivals arrivals;
    private final Clock clock;
    private final PrintStream screen;
    private final Function<Alert, String> words;
    private final Duration answerAfter;
    private final HybridIdentity identity;
    private final String name;
    private final @Nullable Heartbeat heartbeat;
    private final HttpServer server;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    /** How often each answer went that Penah does not say it knows: of many, those go next that went least. */
    private final Map<Answer, Integer> timesSent = new HashMap<>();

    private final Instant started;
    private volatile @Nullable Instant cannotKeepSince;
    private volatile @Nullable Keeping keeping;

    private @Nullable ScheduledFuture<?> watching;
    private volatile @Nullable WebhookMessage latestState;
    /** One request is kept at a time. */
    private final Object disk = new Object();

    /**
     * A request that is being kept.
     *
     * @param tooLongFrom from when on that takes too long, as {@link System#nanoTime} has it
     */
    private record Keeping(Instant begun, long tooLongFrom) {}

    /** Handles each stored alert, new or repeated. */
    public interface Arrivals {

        void arrived(Alert alert);
    }

    /** Binds to the address and starts to serve; port 0 takes any free one. */
    public Receiver(
            Home home, Inbox inbox, InetSocketAddress address, Arrivals arrivals, Clock clock, PrintStream screen)
            throws IOException {
        this(home, inbox, address, arrivals, clock, screen, alert -> AlertText.of(alert, home.folder()), ANSWER_AFTER);
    }

    /**
     * The same with other words and another time.
     *
     * @param words how an alert is printed on the screen
     * @param answerAfter how long every slot is answered after, with news or without: longer than it takes to keep alerts
     */
    public Receiver(
            Home home,
            Inbox inbox,
            InetSocketAddress address,
            Arrivals arrivals,
            Clock clock,
            PrintStream screen,
            Function<Alert, String> words,
            Duration answerAfter)
            throws IOException {
        this.answerAfter = answerAfter;
        this.words = words;
        this.home = home;
        this.inbox = inbox;
        this.arrivals = arrivals;
        this.clock = clock;
        this.screen = screen;
        this.identity = home.identity();
        this.started = clock.instant();
        Profile profile = home.profile();
        this.name = profile.name();
        this.heartbeat = profile.hasSlots() ? new Heartbeat(clock, System::nanoTime, screen, LONGEST_SLOT) : null;
        // The JDK's server has no other way to bound a slow client.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        server = HttpServer.create(address, 0);
        server.createContext("/", this::handle);
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.start();
        if (heartbeat != null) {
            watching = watch.scheduleWithFixedDelay(heartbeat::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** The port that it listens on, which the system chose if 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How it stands with the line from Penah. */
    public ConnectionStatus pulse() {
        return heartbeat == null
                ? new ConnectionStatus(false, started, false, false, cannotKeepSince(), null)
                : heartbeat.pulse(cannotKeepSince());
    }

    private @Nullable Instant cannotKeepSince() {
        Keeping now = keeping;
        return cannotKeepSince == null && now != null && System.nanoTime() - now.tooLongFrom() > 0
                ? now.begun()
                : cannotKeepSince;
    }

    private void handle(HttpExchange exchange) throws IOException {
        long arrived = System.nanoTime();
        try (exchange) {
            int status;
            try {
                if (exchange.getRequestMethod().equals("POST")) {
                    take(exchange, arrived);
                    return;
                }
                status = 405;
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

    private void take(HttpExchange exchange, long arrived) throws IOException, WebhookRefusedException {
        byte[] body = exchange.getRequestBody().readNBytes(Delivery.BYTES + 1);
        WebhookHeaders headers = new WebhookHeaders(
                exchange.getRequestHeaders().getFirst(WebhookHeaders.ID),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.TIMESTAMP),
                exchange.getRequestHeaders().getFirst(WebhookHeaders.SIGNATURE));
        WebhookMessage message = home.credentials().verifier().verify(headers, body, clock.instant());
        Delivery delivery = Delivery.open(body, identity);
        if (!delivery.to().equals(name)) {
            throw new IOException("the alert is addressed to somebody else");
        }
        if (!delivery.isState()) {
            // The same once more must not be taken before the first is kept.
            onDisk(PATIENCE, () -> takeAlert(delivery, message.timestamp(), body));
            sign(exchange, home.sign(message.id(), clock.instant(), new byte[0]));
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        int status = 200;
        SlotAnswer answer;
        try {
            answer = takeState(delivery, message, body);
        } catch (IOException notTaken) {
            // On the line it looks as any other: what is refused is news.
            status = refuse(503, notTaken);
            answer = SlotAnswer.refusal(message.id(), home, clock);
        }
        Duration slotsShare = Duration.ofSeconds(delivery.slot()).dividedBy(ANSWERS_IN_A_SLOT);
        Duration after = slotsShare.compareTo(answerAfter) < 0 ? slotsShare : answerAfter;
        LockSupport.parkNanos(arrived + after.toNanos() - System.nanoTime());
        sign(exchange, answer.headers());
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void sign(HttpExchange exchange, WebhookHeaders signed) {
        Headers headers = exchange.getResponseHeaders();
        headers.set(WebhookHeaders.ID, Objects.requireNonNull(signed.id()));
        headers.set(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(signed.timestamp()));
        headers.set(WebhookHeaders.SIGNATURE, Objects.requireNonNull(signed.signature()));
    }

    private SlotAnswer takeState(Delivery state, WebhookMessage message, byte[] body) throws IOException {
        hear(state, message);
        return onDisk(Duration.ofSeconds(state.slot()), () -> {
            if (!message.equals(latestState)) {
                // It says more, and nobody waits for this answer any more.
                throw new IOException("a later state came while the disk was slow");
            }
            keepState(state, body, keep(state, body));
            return answer(message);
        });
    }

    private boolean takeAlert(Delivery delivery, Instant sent, byte[] body) throws IOException {
        boolean isNews = keep(delivery, body);
        if (isNews) {
            prune();
            cannotKeepSince = null;
        } else {
            for (Alert alert : delivery.alerts()) {
                inbox.answers().hearAgain(alert, sent);
            }
        }
        return isNews;
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T onDisk(Duration longest, Step<T> step) throws IOException {
        synchronized (disk) {
            keeping = new Keeping(clock.instant(), System.nanoTime() + longest.toNanos());
            try {
                return step.run();
            } finally {
                keeping = null;
            }
        }
    }

    /** Penah is there, whatever can be kept of what it says, and when. */
    private synchronized void hear(Delivery state, WebhookMessage message) throws IOException {
        refuseRepeat(message);
        if (heartbeat != null) {
            heartbeat.heard(Duration.ofSeconds(state.slot()), state.trouble());
        }
    }

    private SlotAnswer answer(WebhookMessage message) throws IOException {
        List<Answer> waiting = inbox.answers().waiting();
        timesSent.keySet().retainAll(waiting);
        List<Answer> answers = waiting.stream()
                .sorted(Comparator.comparing(answer -> timesSent.getOrDefault(answer, 0)))
                .limit(SlotAnswer.MOST)
                .toList();
        answers.forEach(answer -> timesSent.merge(answer, 1, Integer::sum));
        return SlotAnswer.of(answers, message.id(), home, clock);
    }

    /** Somebody on the way who holds Penah's line could play old states to hide that it is silent. */
    private void refuseRepeat(WebhookMessage message) throws IOException {
        WebhookMessage latest = latestState;
        if (latest != null
                && (message.id().equals(latest.id()) || message.timestamp().isBefore(latest.timestamp()))) {
            throw new IOException("the state is an old one");
        }
        latestState = message;
    }

    /** Alerts that cannot be kept are said all the same, and refused, so that they come again. True if any is new. */
    private boolean keep(Delivery delivery, byte[] body) throws IOException {
        List<Alert> news =
                delivery.alerts().stream().filter(alert -> !inbox.has(alert)).toList();
        @Nullable IOException full = null;
        try {
            inbox.keep(news, body);
        } catch (IOException notKept) {
            full = notKept;
        }
        for (Alert alert : delivery.alerts()) {
            boolean isNews = news.contains(alert);
            if (isNews && full != null) {
                screen.println("CANNOT KEEP ALERTS: the disk may be full. This one is not kept:");
            }
            if (isNews) {
                screen.println(words.apply(alert));
            }
            if (!isNews || full == null) {
                arrivals.arrived(alert);
            }
        }
        if (full != null) {
            noteNotKept();
            throw new IOException("an alert could not be kept", full);
        }
        return !news.isEmpty();
    }

    private void noteNotKept() {
        if (cannotKeepSince == null) {
            cannotKeepSince = clock.instant();
        }
    }

    /** A state of which something cannot be kept is refused, so that it comes again: all but what Penah has of our answers. */
    private void keepState(Delivery state, byte[] body, boolean isNews) throws IOException {
        try {
            inbox.keepState(state, body, identity);
            if (isNews) {
                // Only the state that was just kept says what is open.
                prune();
            }
            inbox.answers().learn(state, timesSent.keySet());
            cannotKeepSince = null;
        } catch (IOException notKept) {
            noteNotKept();
            screen.println("CANNOT KEEP ALERTS: the disk may be full. What Penah says of them now is not kept.");
            if (!inbox.canDoWithout(state, identity)) {
                throw notKept;
            }
        }
    }

    private void prune() {
        try {
            inbox.prune(identity, clock.instant());
        } catch (IOException | RuntimeException fault) {
            // What is new is kept, and Penah may know it.
            screen.println("OLD ALERTS CANNOT BE DROPPED: " + fault.getMessage() + ".");
        }
    }

    private int refuse(int status, Exception fault) {
        screen.println("Refused a request: " + fault.getMessage() + ".");
        return status;
    }

    /** Ends what is under way first, for at most six seconds: an alert that is being written down still needs the key. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (watching != null) {
            watching.cancel(true);
        }
        watch.shutdownNow();
        identity.destroy();
    }
}

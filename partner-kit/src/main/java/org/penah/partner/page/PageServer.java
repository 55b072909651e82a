package org.penah.partner.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Entry;
import org.penah.partner.receive.ConnectionStatus;

/** Serves the page on loopback. */
public final class PageServer implements AutoCloseable {

    private static final int THREADS = 4;

    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String COOKIE = "penah-partner";
    private static final String LANGUAGE = "penah-language";
    private static final String FOR_A_MONTH = "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict";

    private static final Map<String, String> ASSETS =
            Map.of("/page.css", "text/css; charset=utf-8", "/page.js", "text/javascript; charset=utf-8");

    private final AlertMonitor watch;
    private final AnswerLog answers;
    private final Supplier<ConnectionStatus> pulse;
    private final PageAuth door;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /**
     * Binds to loopback and starts to serve.
     *
     * @param port 0 takes any free one
     * @param code the file that holds the page's code, or will
     */
    public PageServer(int port, Path code, AlertMonitor watch, AnswerLog answers, Supplier<ConnectionStatus> pulse)
            throws IOException {
        this.watch = watch;
        this.answers = answers;
        this.pulse = pulse;
        this.door = PageAuth.open(code);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("content-security-policy", POLICY);
            headers.set("x-content-type-options", "nosniff");
            // Under no-referrer, a form would be sent with "Origin: null".
            headers.set("referrer-policy", "same-origin");
            headers.set("cross-origin-resource-policy", "same-origin");
            headers.set("cross-origin-opener-policy", "same-origin");
            headers.set("cache-control", "no-store");
            String host = first(exchange, "host");
            if (!PageAuth.isLoopback(host)) {
                send(exchange, 421, "This page is at http://127.0.0.1:" + port() + "/ and under no other name.");
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange);
                case "POST" -> {
                    if (first(exchange, "origin").equals("http://" + host)) {
                        post(exchange);
                    } else {
                        exchange.sendResponseHeaders(403, -1);
                    }
                }
                default -> exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (ASSETS.containsKey(path)) {
            asset(exchange, path);
        } else if (path.equals("/")) {
            AlertsPage page = page(exchange);
            boolean inside = isInside(exchange);
            send(exchange, inside ? 200 : 401, inside ? page.whole(view()) : page.door(false));
        } else if (path.equals("/live")) {
            boolean inside = isInside(exchange);
            send(exchange, inside ? 200 : 401, inside ? page(exchange).live(view()) : "");
        } else if (path.equals("/archive")) {
            AlertsPage page = page(exchange);
            boolean inside = isInside(exchange);
            send(
                    exchange,
                    inside ? 200 : 401,
                    inside
                            ? page.archive(AlertsPage.Archive.of(watch.entries(), watch.now(), from(exchange)))
                            : page.door(false));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private static int from(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        return query.matches("from=[0-9]{1,6}") ? Integer.parseInt(query.substring(5)) : 0;
    }

    private void post(HttpExchange exchange) throws IOException {
        Form form = Form.read(exchange.getRequestBody());
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/enter")) {
            enter(exchange, form.value("code"));
        } else if (!isInside(exchange) || !door.knowsFormToken(form.value("token"))) {
            exchange.sendResponseHeaders(403, -1);
        } else if (path.equals("/looked")) {
            watch.looked(Set.copyOf(List.of(form.value("keys").split(" ", -1))));
            back(exchange);
        } else if (path.equals("/answer")) {
            answer(exchange, form);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private void enter(HttpExchange exchange, String code) throws IOException {
        if (!door.opensWith(code)) {
            send(exchange, 401, page(exchange).door(true));
            return;
        }
        exchange.getResponseHeaders().add("set-cookie", COOKIE + "=" + door.cookie() + FOR_A_MONTH);
        back(exchange);
    }

    /** Keeps an answer to the message that the form showed; a newer one may have come since. */
    private void answer(HttpExchange exchange, Form form) throws IOException {
        Optional<Action> action = Action.ofWord(form.value("action"));
        int seq = form.number("seq");
        Optional<Alert> alert = watch.entries().stream()
                .filter(Entry::open)
                .map(Entry::alert)
                .filter(one -> one.id().toString().equals(form.value("id")))
                .findFirst();
        if (action.isEmpty() || alert.isEmpty() || !alert.get().takes(seq, action.get())) {
            exchange.sendResponseHeaders(409, -1);
            return;
        }
        answers.give(alert.get().id(), seq, action.get());
        back(exchange);
    }

    private AlertsPage.View view() throws IOException {
        List<Entry> entries = watch.entries();
        return new AlertsPage.View(watch.now(), entries, watch.state(), pulse.get(), watch.unseen(entries));
    }

    private AlertsPage page(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        Optional<Language> chosen = query.startsWith("lang=") ? Language.ofCode(query.substring(5)) : Optional.empty();
        chosen.ifPresent(language ->
                exchange.getResponseHeaders().add("set-cookie", LANGUAGE + "=" + language.code() + FOR_A_MONTH));
        Language language = chosen.or(() -> Language.ofCode(cookie(exchange, LANGUAGE)))
                .orElseGet(() -> Language.accepted(first(exchange, "accept-language")));
        return new AlertsPage(language, ZoneId.systemDefault(), door.formToken());
    }

    private boolean isInside(HttpExchange exchange) {
        return door.knowsCookie(cookie(exchange, COOKIE));
    }

    private static String cookie(HttpExchange exchange, String name) {
        for (String pair : first(exchange, "cookie").split("; ", 50)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static String first(HttpExchange exchange, String header) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                .orElse("");
    }

    private static void back(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("location", "/");
        exchange.sendResponseHeaders(303, -1);
    }

    private static void send(HttpExchange exchange, int status, String html) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
        send(exchange, status, html.getBytes(StandardCharsets.UTF_8));
    }

    private static void asset(HttpExchange exchange, String path) throws IOException {
        exchange.getResponseHeaders().set("content-type", ASSETS.get(path));
        try (InputStream asset = PageServer.class.getResourceAsStream(path.substring(1))) {
            if (asset == null) {
                throw new IOException(path + " is not in the program");
            }
            send(exchange, 200, asset.readAllBytes());
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}

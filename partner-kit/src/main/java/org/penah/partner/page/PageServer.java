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
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.page.Authenticator.Visitor;
import org.penah.partner.phone.PhoneRegistry;
import org.penah.partner.receive.ConnectionStatus;

/** Serves the page on loopback: to browsers on this machine, or for tor, which leads phones to it. */
public final class PageServer implements AutoCloseable {

    private static final int THREADS = 32;

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";
    private static final String POLICY_WITH_SCRIPT = POLICY + "; script-src 'self'; connect-src 'self'";

    private static final String COOKIE = "penah-partner";
    private static final String LANGUAGE = "penah-language";
    private static final Duration LANGUAGE_LASTS = Duration.ofDays(30);

    /** A thumb that presses twice means it once. */
    private static final Duration TWICE = Duration.ofMinutes(1);

    /** More than people press, and little on the disk. */
    private static final int MOST_ANSWERS = 1000;

    private static final Visitor STRANGER = new Visitor(null, "");

    private static final Map<String, String> ASSETS =
            Map.of("/page.css", "text/css; charset=utf-8", "/page.js", "text/javascript; charset=utf-8");

    /** What there is for those who were let in; everything else is refused. */
    private final Map<String, Route> routes = Map.of(
            "GET /", (exchange, visitor, form) -> whole(exchange, visitor),
            "GET /live",
                    (exchange, visitor, form) ->
                            send(exchange, 200, page(exchange, visitor).live(view())),
            "GET /archive", (exchange, visitor, form) -> archive(exchange, visitor),
            "GET /details", this::signInForDetails,
            "POST /details", this::details,
            "POST /looked", (exchange, visitor, form) -> looked(exchange, form),
            "POST /answer", this::answer,
            "POST /leave", (exchange, visitor, form) -> leave(exchange));

    private final AlertMonitor watch;
    private final AnswerLog answers;
    private final Supplier<ConnectionStatus> pulse;
    private final Authenticator authenticator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final DiskWork disk = new DiskWork();

    private interface Route {
        void serve(HttpExchange exchange, Visitor visitor, Form form) throws IOException;
    }

    /**
     * Binds to loopback and starts to serve this machine's page.
     *
     * @param port 0 takes any free one
     * @param code the file that holds the page's code, or will
     */
    public PageServer(int port, Path code, AlertMonitor watch, AnswerLog answers, Supplier<ConnectionStatus> pulse)
            throws IOException {
        this(port, PageAuth.open(code), watch, answers, pulse);
    }

    /** The same for phones. */
    public PageServer(
            int port, PhoneRegistry people, AlertMonitor watch, AnswerLog answers, Supplier<ConnectionStatus> pulse)
            throws IOException {
        this(port, new PhoneAuth(people, new DiskWork()), watch, answers, pulse);
    }

    private PageServer(
            int port,
            Authenticator authenticator,
            AlertMonitor watch,
            AnswerLog answers,
            Supplier<ConnectionStatus> pulse)
            throws IOException {
        this.watch = watch;
        this.answers = answers;
        this.pulse = pulse;
        this.authenticator = authenticator;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The port that it listens on, which the system chose if 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** A method and a path for each route. */
    Set<String> routes() {
        return routes.keySet();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("content-security-policy", authenticator.isForPhones() ? POLICY : POLICY_WITH_SCRIPT);
            headers.set("x-content-type-options", "nosniff");
            // Under no-referrer, a form would be sent with "Origin: null".
            headers.set("referrer-policy", "same-origin");
            headers.set("cross-origin-resource-policy", "same-origin");
            headers.set("cross-origin-opener-policy", "same-origin");
            headers.set("cache-control", "no-store");
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            admit(exchange);
        } catch (DiskWork.HangsException hangs) {
            send(exchange, 503, page(exchange, STRANGER).diskHangs());
        }
    }

    /** The one place that decides about access. */
    private void admit(HttpExchange exchange) throws IOException {
        String host = first(exchange, "host");
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        boolean isPost = method.equals("POST");
        if (!authenticator.isOurs(host)) {
            send(exchange, 421, "There is no page under this name.");
        } else if (!isPost && !method.equals("GET")) {
            exchange.sendResponseHeaders(405, -1);
        } else if (isPost && !isFromOurPage(exchange, host)) {
            exchange.sendResponseHeaders(403, -1);
        } else if (!isPost && ASSETS.containsKey(path)) {
            asset(exchange, path);
        } else if (isPost && path.equals("/enter")) {
            enter(exchange, Form.read(exchange.getRequestBody()));
        } else {
            Optional<Visitor> visitor = authenticator.visitor(cookie(exchange, COOKIE));
            Form form = isPost ? Form.read(exchange.getRequestBody()) : Form.NONE;
            if (visitor.isEmpty()) {
                send(exchange, isPost ? 403 : 401, page(exchange, STRANGER).signIn());
            } else if (isPost
                    && !PageAuth.isSame(form.value("token"), visitor.get().formToken())) {
                exchange.sendResponseHeaders(403, -1);
            } else if (!routes.containsKey(method + " " + path)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                Objects.requireNonNull(routes.get(method + " " + path)).serve(exchange, visitor.get(), form);
            }
        }
    }

    private static boolean isFromOurPage(HttpExchange exchange, String host) {
        String site = first(exchange, "sec-fetch-site");
        return first(exchange, "origin").equals("http://" + host) && (site.isEmpty() || site.equals("same-origin"));
    }

    private void enter(HttpExchange exchange, Form form) throws IOException {
        Optional<String> cookie = authenticator.enter(form);
        if (cookie.isEmpty()) {
            send(exchange, 401, page(exchange, STRANGER).signIn(true, form.value("name")));
            return;
        }
        setCookie(exchange, COOKIE, cookie.get(), authenticator.cookieLasts());
        back(exchange, "/");
    }

    private void leave(HttpExchange exchange) throws IOException {
        authenticator.leave(cookie(exchange, COOKIE));
        setCookie(exchange, COOKIE, "", Duration.ZERO);
        back(exchange, "/");
    }

    private void looked(HttpExchange exchange, Form form) throws IOException {
        watch.looked(Set.copyOf(List.of(form.value("keys").split(" ", -1))));
        back(exchange, "/");
    }

    /** Keeps an answer to the message that the form showed; a newer one may have come since. */
    private void answer(HttpExchange exchange, Visitor visitor, Form form) throws IOException {
        Optional<Action> action = Action.ofWord(form.value("action"));
        int seq = form.number("seq");
        Optional<KeptAlert> kept = open(form.value("id"));
        if (action.isEmpty()
                || kept.isEmpty()
                || !kept.get().alert().takes(seq, action.get())
                || kept.get().answers().size() >= MOST_ANSWERS) {
            exchange.sendResponseHeaders(409, -1);
            return;
        }
        UUID id = kept.get().alert().id();
        if (!isRepeat(kept.get(), seq, action.get())) {
            disk.await(() -> answers.give(id, seq, action.get(), visitor.person()));
        }
        back(exchange, "/#a" + id);
    }

    private void signInForDetails(HttpExchange exchange, Visitor visitor, Form form) throws IOException {
        Optional<KeptAlert> kept = open(query(exchange).replaceFirst("^id=", ""));
        if (kept.isEmpty()) {
            back(exchange, "/");
            return;
        }
        String name = Optional.ofNullable(visitor.person()).orElse("");
        send(
                exchange,
                200,
                page(exchange, visitor).signIn(false, name, kept.get().alert()));
    }

    /** Shows details to somebody who types their code again: a phone that is taken while it is signed in shows none. */
    private void details(HttpExchange exchange, Visitor visitor, Form form) throws IOException {
        Optional<KeptAlert> kept = open(form.value("id"));
        if (kept.isEmpty()) {
            back(exchange, "/");
            return;
        }
        Alert alert = kept.get().alert();
        Optional<String> cookie = authenticator.enter(form);
        if (cookie.isEmpty()) {
            send(exchange, 401, page(exchange, visitor).signIn(true, form.value("name"), alert));
            return;
        }
        setCookie(exchange, COOKIE, cookie.get(), authenticator.cookieLasts());
        List<String> texts = texts(alert);
        if (texts != null && !texts.isEmpty()) {
            remember(alert, cookie.get());
        }
        send(exchange, 200, page(exchange, visitor).details(alert, texts, watch.lacksDetails(alert)));
    }

    private void remember(Alert alert, String cookie) {
        try {
            Optional<Visitor> reader = authenticator.visitor(cookie);
            disk.await(() -> {
                watch.shown(alert, reader.map(Visitor::person).orElse(null));
                return true;
            });
        } catch (IOException full) {
            // A disk that is full keeps nobody from reading where somebody is; the page says in red that it is.
        }
    }

    private @Nullable List<String> texts(Alert alert) throws IOException {
        try {
            return disk.await(() -> watch.details(alert));
        } catch (DiskWork.HangsException hangs) {
            throw hangs;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private Optional<KeptAlert> open(String id) throws IOException {
        return watch.alerts().stream()
                .filter(KeptAlert::open)
                .filter(one -> one.alert().id().toString().equals(id))
                .findFirst();
    }

    private boolean isRepeat(KeptAlert kept, int seq, Action action) {
        return !kept.waits()
                && kept.lastAnswer()
                        .filter(last -> last.answer().action() == action
                                && last.answer().seq() == seq)
                        .filter(last ->
                                Duration.between(last.at(), watch.now()).abs().compareTo(TWICE) < 0)
                        .isPresent();
    }

    private void whole(HttpExchange exchange, Visitor visitor) throws IOException {
        AlertsPage page = page(exchange, visitor);
        send(exchange, 200, authenticator.isForPhones() ? page.phone(view()) : page.whole(view()));
    }

    private void archive(HttpExchange exchange, Visitor visitor) throws IOException {
        AlertsPage.Archive archive = AlertsPage.Archive.of(watch.alerts(), watch.now(), from(exchange));
        send(exchange, 200, page(exchange, visitor).archive(archive));
    }

    private static int from(HttpExchange exchange) {
        String query = query(exchange);
        return query.matches("from=[0-9]{1,6}") ? Integer.parseInt(query.substring(5)) : 0;
    }

    private static String query(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    }

    private AlertsPage.View view() throws IOException {
        AlertMonitor.Look look = watch.look();
        return new AlertsPage.View(watch.now(), look.alerts(), look.state(), pulse.get(), watch.unseen(look.alerts()));
    }

    private AlertsPage page(HttpExchange exchange, Visitor visitor) {
        String query = query(exchange);
        Optional<Language> chosen = query.startsWith("lang=") ? Language.ofCode(query.substring(5)) : Optional.empty();
        chosen.ifPresent(language -> setCookie(exchange, LANGUAGE, language.code(), LANGUAGE_LASTS));
        Language language = chosen.or(() -> Language.ofCode(cookie(exchange, LANGUAGE)))
                .orElseGet(() -> Language.accepted(first(exchange, "accept-language")));
        return new AlertsPage(language, ZoneId.systemDefault(), visitor.formToken(), authenticator.isForPhones());
    }

    private static void setCookie(HttpExchange exchange, String name, String value, Duration lasts) {
        exchange.getResponseHeaders()
                .add(
                        "set-cookie",
                        name + "=" + value + "; Path=/; Max-Age=" + lasts.toSeconds() + "; HttpOnly; SameSite=Strict");
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

    private static void back(HttpExchange exchange, String place) throws IOException {
        exchange.getResponseHeaders().set("location", place);
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

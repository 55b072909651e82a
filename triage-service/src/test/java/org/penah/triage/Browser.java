package org.penah.triage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks as a browser would: keeps cookies, follows redirects where told to, and marks what the console's page asks. */
public final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Map<String, Browser> SIGNED_IN = new ConcurrentHashMap<>();

    private static final int MOST_REDIRECTS = 12;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private final List<String> cookieHeaders = new ArrayList<>();

    /** Somebody whom nobody knows. */
    public static Browser anonymous() {
        return new Browser();
    }

    /** One session for each account of the demo realm, shared by all tests. */
    public static Browser of(String account) {
        return SIGNED_IN.computeIfAbsent(account, Browser::signIn);
    }

    /** A separate session, through the sign-in page. */
    public static Browser signIn(String account) {
        Browser browser = new Browser();
        HttpResponse<String> page = browser.follow(browser.get("/"));
        HttpResponse<String> end = browser.follow(browser.submit(page, account));
        if (!end.uri().toString().startsWith(LocalKeycloak.triageUrl())) {
            throw new IllegalStateException("the sign-in ended at the page of Keycloak");
        }
        return browser;
    }

    /** Signs a member in who has just shown once more that it is them. */
    public static Browser steppedUp(String account) {
        Browser browser = signIn(account);
        browser.stepUp(account);
        return browser;
    }

    /** Has Keycloak ask once more who it is, and returns the page behind that. */
    public HttpResponse<String> stepUp(String account) {
        return follow(submit(follow(visit("/step-up")), account));
    }

    /** Opens a page in a window, as a link or the address bar does. */
    public HttpResponse<String> visit(String path) {
        return send(request(path)
                .header("Sec-Fetch-Site", "none")
                .header("Sec-Fetch-Mode", "navigate")
                .GET());
    }

    /** What the console's page would get. */
    public HttpResponse<String> get(String path) {
        return send(request(path).header("Sec-Fetch-Site", "same-origin").GET());
    }

    /** What the console's page would post. */
    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Sec-Fetch-Site", "same-origin")
                .header("X-Penah", "console")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** A request to the service, with the cookies, still without a method. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(LocalKeycloak.triageUrl() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie", cookieHeader());
        }
        try {
            HttpResponse<T> response = client.send(request.build(), body);
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Goes where the response sends, until a page stays. */
    public HttpResponse<String> follow(HttpResponse<String> response) {
        HttpResponse<String> current = response;
        for (int redirects = 0; current.statusCode() == 302 || current.statusCode() == 303; redirects++) {
            if (redirects > MOST_REDIRECTS) {
                throw new IllegalStateException("redirects without end");
            }
            String location = current.headers().firstValue("Location").orElseThrow();
            current = send(HttpRequest.newBuilder(current.uri().resolve(location)));
        }
        return current;
    }

    /** Somebody who has stolen every cookie of this browser. */
    public Browser copy() {
        Browser copy = new Browser();
        copy.cookies.putAll(cookies);
        return copy;
    }

    /** Sets a cookie as somebody with a moment at the machine could. */
    public void plant(String name, String value) {
        cookies.put(name, value);
    }

    /** The values of the cookies that make the session. */
    public List<String> session() {
        return cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith("q_session"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The attributes of every cookie that was ever set here. */
    public List<String> cookieHeaders() {
        return cookieHeaders;
    }

    /** Fills in Keycloak's form. */
    public HttpResponse<String> submit(HttpResponse<String> page, String account) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("no form on the page, status " + page.statusCode());
        }
        String fields = "username=" + account + "&password="
                + URLEncoder.encode(LocalKeycloak.DEMO_PASSWORD, StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    String cookieHeader() {
        return String.join(
                "; ",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .toList());
    }

    // Secure is not asked for here: browsers too send such cookies to the loopback address.
    private void keep(String header) {
        cookieHeaders.add(header);
        for (HttpCookie cookie : HttpCookie.parse(header)) {
            if (cookie.getMaxAge() == 0 || cookie.getValue().isEmpty()) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }
}

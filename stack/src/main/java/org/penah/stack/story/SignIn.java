package org.penah.stack.story;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Does a browser's part of the sign-in with Keycloak: follows, keeps cookies and fills in one form.
 *
 * <p>The JDK's own cookie store does not send {@code Secure} cookies to http://localhost, as browsers do.
 */
final class SignIn {

    private static final int MOST_REDIRECTS = 12;
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    /** Opens the address, fills in Keycloak's form and returns the page behind it. */
    HttpResponse<byte[]> open(URI address, String user, String password) throws IOException, InterruptedException {
        HttpResponse<byte[]> page = follow(get(address));
        Matcher action = ACTION.matcher(new String(page.body(), StandardCharsets.UTF_8));
        if (!action.find()) {
            throw new IOException("no sign-in form at " + page.uri().getPath() + ", status " + page.statusCode());
        }
        URI target = page.uri().resolve(action.group(1).replace("&amp;", "&"));
        HttpRequest.Builder form = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + encode(user) + "&password=" + encode(password)));
        return follow(form);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<byte[]> response =
                http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
        response.headers().allValues("set-cookie").forEach(this::keep);
        return response;
    }

    private HttpResponse<byte[]> follow(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request);
        for (int i = 0; i < MOST_REDIRECTS && response.statusCode() / 100 == 3; i++) {
            String location = response.headers().firstValue("location").orElseThrow();
            response = send(get(response.uri().resolve(location)));
        }
        return response;
    }

    private void keep(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (pair.length < 2
                || pair[1].isEmpty()
                || header.toLowerCase(Locale.ROOT).contains("max-age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    private static HttpRequest.Builder get(URI address) {
        return HttpRequest.newBuilder(address).header("Accept", "text/html");
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

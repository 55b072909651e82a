package org.penah.intake;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** A source's browser with its script off. */
public final class Source {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ONCE = Pattern.compile("name=\"once\" value=\"([^\"]{43})\"");

    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address(path)).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The token of a form that is fetched now. */
    public String once() {
        return once(get("/en/tip"));
    }

    /** The token of a form that was served. */
    public static String once(HttpResponse<String> form) {
        Matcher once = ONCE.matcher(form.body());
        if (!once.find()) {
            throw new IllegalStateException("the form has no once");
        }
        return once.group(1);
    }

    /** A form with what a served page brings along out of sight: its token, its receipt. */
    public static Multipart hidden(HttpResponse<String> page, Multipart form) {
        HIDDEN.matcher(page.body()).results().forEach(field -> form.field(field.group(1), field.group(2)));
        return form;
    }

    public HttpResponse<String> post(Multipart form) {
        return post("/en/tip", form);
    }

    public HttpResponse<String> post(String path, Multipart form) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Content-Type", Multipart.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.whole()))
                .build());
    }

    /** Sends a form of short fields, as its button does. */
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public static URI address(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    /** What lies in the blob store now, finished or not. */
    public static List<Path> blobs() {
        try (Stream<Path> files = Files.list(LocalKeys.blobs())) {
            return files.toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** The one that has come since: a chunk or a form may be answered a moment before its file is there. */
    public static Path newBlob(List<Path> before) {
        return await().atMost(PATIENCE)
                .until(() -> newBlobs(before), now -> now.size() == 1)
                .get(0);
    }

    /** The started blob of a refused tip is deleted a moment after the answer; the rest of an earlier test may disappear too. */
    public static void nothingNewSince(List<Path> before) {
        await().atMost(PATIENCE).until(() -> newBlobs(before).isEmpty());
    }

    private static List<Path> newBlobs(List<Path> before) {
        List<Path> now = new ArrayList<>(blobs());
        now.removeAll(before);
        return now;
    }
}

package org.penah.partner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.penah.partner.page.PageServer;

/** Somebody who is at a partner's page with a browser that runs no script. */
final class Visitor {

    private final HttpClient browser = HttpClient.newHttpClient();
    private final String address;
    private final String cookie;

    private Visitor(PageServer page, Path code) throws IOException, InterruptedException {
        this.address = "http://127.0.0.1:" + page.port();
        HttpResponse<String> in = browser.send(
                post("enter", "code=" + Files.readString(code).strip()).build(), BodyHandlers.ofString());
        this.cookie = in.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
    }

    /** @param code the file with the page's code */
    static Visitor enter(PageServer page, Path code) throws IOException, InterruptedException {
        return new Visitor(page, code);
    }

    /** What the page shows now. */
    String live() throws IOException, InterruptedException {
        return browser.send(request("live").header("cookie", cookie).build(), BodyHandlers.ofString())
                .body();
    }

    CompletableFuture<HttpResponse<String>> send(String path, String form) {
        return browser.sendAsync(post(path, form).header("cookie", cookie).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String path, String form) {
        return request(path).header("origin", address).POST(HttpRequest.BodyPublishers.ofString(form));
    }

    /** Fails before a browser has had enough of it. */
    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/" + path)).timeout(Duration.ofSeconds(20));
    }
}

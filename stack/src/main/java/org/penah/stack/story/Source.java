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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends a tip with a browser that runs no script, as a source does. */
public final class Source {

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"");

    /** Markup that would make a browser request more than the page, or run something. */
    private static final Pattern MORE = Pattern.compile(
            "<script|<iframe|<object|<embed|<img|rel=\"?stylesheet|@import|url\\(|\\ssrc=|\\son[a-z]+=|http-equiv",
            Pattern.CASE_INSENSITIVE);

    /** Requests that only a browser with script makes, under a hash that the root key signed. */
    private static final Pattern SCRIPT =
            Pattern.compile("<script type=\"module\" src=\"/assets/form.js\" integrity=\"sha256-[^\"]{44}\"></script>");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI form;

    public Source(String intake) {
        this(intake, "en");
    }

    /** Somebody who reads the pages in this language. */
    public Source(String intake, String language) {
        this.form = URI.create(intake + "/" + language + "/tip");
    }

    /** The form as it was served: with the receipt, and the value that makes a repeated sending the same tip. */
    public record Form(HttpResponse<String> response) {

        /** Fields that a browser returns unchanged. */
        Map<String, String> hidden() {
            return HIDDEN.matcher(response.body())
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        }

        /** Everything in the page for which a browser would need a second request or a script engine. */
        List<String> whatAsksForMore() {
            Stream<String> tags = MORE.matcher(SCRIPT.matcher(response.body()).replaceFirst(""))
                    .results()
                    .map(found -> found.group());
            return tags.distinct().toList();
        }

        boolean setsCookie() {
            return response.headers().firstValue("set-cookie").isPresent();
        }
    }

    public Form openForm() throws IOException, InterruptedException {
        return open(form);
    }

    /** The short form for somebody in danger. */
    public Form openDanger() throws IOException, InterruptedException {
        return open(form.resolve("danger"));
    }

    private Form open(URI page) throws IOException, InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(page)
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html")
                .build();
        return new Form(http.send(get, BodyHandlers.ofString()));
    }

    /** Opens the inbox with the receipt that the form showed, typed in. */
    public HttpResponse<String> comeBack(Form opened) throws IOException, InterruptedException {
        return comeBack(Objects.requireNonNull(opened.hidden().get("receipt")));
    }

    /** Opens the inbox with a receipt as it was noted. */
    public HttpResponse<String> comeBack(String noted) throws IOException, InterruptedException {
        return inbox("receipt=" + URLEncoder.encode(noted, StandardCharsets.UTF_8));
    }

    /** The page that comes when they press a button of "Received", which carries the receipt. */
    public Form press(String button, String receipt) throws IOException, InterruptedException {
        return new Form(inbox("do=" + button + "&receipt=" + URLEncoder.encode(receipt, StandardCharsets.UTF_8)));
    }

    /** Erases, from the inbox, everything that was sent with the form's receipt. */
    public HttpResponse<String> erase(Form opened) throws IOException, InterruptedException {
        String session =
                Objects.requireNonNull(new Form(comeBack(opened)).hidden().get("session"));
        return inbox("do=erase&sure=yes&session=" + URLEncoder.encode(session, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> inbox(String fields) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(form.resolve("inbox"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields))
                .build();
        return http.send(post, BodyHandlers.ofString());
    }

    /** Sends the tip as the form that was opened; sending it twice is allowed. */
    public HttpResponse<String> send(Form opened, Tip tip) throws IOException, InterruptedException {
        Multipart body = new Multipart();
        opened.hidden().forEach(body::text);
        Map<String, String> answers = new HashMap<>(tip.answers());
        // UpgradeIT still meets the form from before 2026-11-29, which asks with two boxes.
        if (opened.response().body().contains("name=\"details\"") && answers.replace("alert", "details", "yes")) {
            answers.put("details", "yes");
        }
        answers.forEach(body::text);
        if (tip.attachments().isEmpty()) {
            body.noFile("files");
        }
        tip.attachments().forEach(file -> body.file("files", file));
        HttpRequest post = HttpRequest.newBuilder(form)
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", body.contentType())
                .header("Accept", "text/html")
                .header("Origin", form.resolve("/").toString().replaceAll("/$", ""))
                .header("Sec-Fetch-Site", "same-origin")
                .POST(body.publisher())
                .build();
        return http.send(post, BodyHandlers.ofString());
    }
}

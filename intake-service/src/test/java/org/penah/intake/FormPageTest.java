package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class FormPageTest {

    /** What only a browser with its script on asks for, and then under a hash. */
    private static final Pattern SCRIPT =
            Pattern.compile("<script type=\"module\" src=\"/assets/form.js\" integrity=\"sha256-[^\"]+\"></script>");

    private static final Pattern RECEIPT = Pattern.compile("name=\"receipt\" value=\"[0-9 ]{39}\"");

    private final Source source = new Source();

    @Test
    void the_form_needs_no_script_and_no_second_request() {
        // When
        HttpResponse<String> page = source.get("/en/tip");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(SCRIPT.matcher(page.body()).replaceFirst(""))
                .contains("Is anybody in physical danger now?", "enctype=\"multipart/form-data\"")
                .doesNotContainIgnoringCase("<script", "<img", "src=", "@import", "url(", "<no value", "NOT_FOUND");
        assertThat(page.body().replace("href=\"data:,\"", "")).doesNotContain("rel=\"icon\" href=\"/");
    }

    @Test
    void the_script_comes_compressed_to_somebody_who_takes_it_so_and_is_the_same() throws Exception {
        // Given
        var client = HttpClient.newHttpClient();
        var address = Source.address("/assets/form.js");

        // When
        HttpResponse<byte[]> plain =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> compressed = client.send(
                HttpRequest.newBuilder(address)
                        .header("Accept-Encoding", "br, gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        // Then
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void every_page_has_the_same_size() {
        // When
        HttpResponse<String> form = source.get("/en/tip");
        HttpResponse<String> missing = source.get("/en/nothing");

        // Then
        assertThat(form.headers().firstValue("Content-Length")).contains("49152");
        assertThat(missing.headers().firstValue("Content-Length")).contains("49152");
    }

    @Test
    void an_answer_lets_nothing_in_and_leaves_nothing_behind() {
        // When
        var headers = source.get("/en/tip").headers();

        // Then
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; img-src data:; style-src 'sha256-")
                        .contains("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.map().keySet())
                .doesNotContainAnyElementsOf(List.of("server", "etag", "set-cookie", "date", "last-modified"));
    }

    @Test
    void what_could_tell_who_asks_is_refused() {
        // Given
        var request = HttpRequest.newBuilder(Source.address("/en/tip")).header("X-Forwarded-For", "203.0.113.7");

        // When
        HttpResponse<String> page = source.send(request.build());

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("We did not take this request").doesNotContain("203.0.113.7");
    }

    @Test
    void other_methods_are_refused() {
        // When
        HttpResponse<String> page = source.send(HttpRequest.newBuilder(Source.address("/en/tip"))
                .method("PUT", HttpRequest.BodyPublishers.ofString("x"))
                .build());

        // Then
        assertThat(page.statusCode()).isEqualTo(405);
        assertThat(page.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void a_language_that_we_do_not_speak_is_not_found() {
        // When
        HttpResponse<String> page = source.get("/xx/tip");

        // Then
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no page here");
    }

    @Test
    void a_page_that_is_missing_says_so_in_the_language_of_its_path() {
        // When
        HttpResponse<String> page = source.get("/fa/nothing");

        // Then
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("<html lang=\"fa\" dir=\"rtl\">");
    }

    @Test
    void a_page_with_nothing_to_lose_offers_itself_in_the_other_languages() {
        // When
        HttpResponse<String> page = source.get("/az/verify");

        // Then
        assertThat(page.body())
                .contains("<a href=\"/en/verify\" hreflang=\"en\" lang=\"en\" dir=\"ltr\">English</a>")
                .contains("<a href=\"/fa/verify\" hreflang=\"fa\" lang=\"fa\" dir=\"rtl\">فارسی</a>")
                .contains("href=\"/ru/verify\"", "href=\"/tr/verify\"")
                .doesNotContain("href=\"/az/verify\" hreflang");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tip", "danger", "sealed"})
    void a_form_comes_in_another_language_with_all_that_was_typed_and_the_same_receipt(String place) {
        // Given
        HttpResponse<String> first = source.get("/az/" + place);
        Multipart typed = Source.hidden(first, Multipart.withoutReceipt().field("show", "form"));
        typed.field("soon", "days")
                .field("alert", "details")
                .field(place.equals("sealed") ? "practice" : "message", "At <the> mill.");

        // When
        HttpResponse<String> page = post("/ru/tip", typed.whole());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<html lang=\"ru\"",
                        receipt(first),
                        "At &lt;the&gt; mill.</textarea>",
                        "data-page=\"/az/" + place)
                .contains("name=\"soon\" value=\"days\"", "name=\"alert\" value=\"details\"")
                .doesNotContain("class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus");
        assertThat(page.body().split(" checked>", -1)).hasSize(3);
    }

    /** More than a field may hold in memory: some forty pages. */
    @ParameterizedTest
    @ValueSource(strings = {"tip", "danger"})
    void a_text_of_which_the_end_is_missing_says_so_and_keeps_its_receipt(String place) {
        // Given
        HttpResponse<String> first = source.get("/ru/" + place);
        String begin = "Их двое. ";

        // When
        HttpResponse<String> sent = post(
                "/ru/tip",
                Source.hidden(first, Multipart.withoutReceipt())
                        .field("message", begin + "я".repeat(45_000))
                        .whole());
        HttpResponse<String> shown = post(
                "/en/tip",
                Source.hidden(first, Multipart.withoutReceipt().field("show", "form"))
                        .field("message", begin + "я".repeat(45_000))
                        .whole());

        // Then
        assertThat(first.body())
                .as("what comes before the text is not lost with its end")
                .containsSubsequence("name=\"receipt\"", "name=\"message\"");
        assertThat(sent.statusCode()).isEqualTo(413);
        assertThat(sent.body()).contains(receipt(first), begin, "конца нет");
        assertThat(shown.body()).contains(receipt(first), begin, "the end is missing");
    }

    @Test
    void a_form_with_faults_comes_back_in_another_language_with_all_that_was_typed() {
        // Given
        List<Path> before = Source.blobs();
        String once = source.once();
        byte[] begun = new Multipart()
                .field("once", once)
                .field("danger", "me")
                .field("region", "145")
                .field("alert", "yes")
                .field("message", "At <the> mill.")
                .field("practice", "1234")
                .whole();
        HttpResponse<String> faulty = post("/en/tip", begun);

        // When
        HttpResponse<String> page = post("/fa/tip", shown(begun));

        // Then
        assertThat(faulty.body())
                .contains("form=\"tip\" formnovalidate formaction=\"/fa/tip\" name=\"show\" value=\"again\"")
                .doesNotContain("href=\"/fa/tip\"");
        assertThat(page.body())
                .contains("<html lang=\"fa\" dir=\"rtl\">", "گزارش شما هنوز دریافت نشده است", "href=\"#topic\"")
                .contains("value=\"me\" required checked", "value=\"145\" selected", "name=\"alert\" value=\"yes\"")
                .contains("At &lt;the&gt; mill.</textarea>", "1234</textarea>", once)
                .contains(receipt(faulty));
        Source.nothingNewSince(before);
    }

    @Test
    void a_form_that_only_changes_its_language_is_not_sent_though_it_is_whole() {
        // Given
        List<Path> before = Source.blobs();
        List<String> tips = LocalPostgres.ask("select tip_id from tip");
        Multipart whole = new Multipart()
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "Not yet.")
                .file("a.txt", "text/plain", new byte[100_000]);

        // When
        HttpResponse<String> page = post("/tr/tip", shown(whole.whole()));

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"tr\"", "Not yet.</textarea>")
                .contains("Hiçbir şey saklanmadı", "Dosyalar iki deneme arasında saklanmaz");
        Source.nothingNewSince(before);
        assertThat(LocalPostgres.ask("select tip_id from tip")).isEqualTo(tips);
    }

    /** As a browser sends it whose language button was pressed: that one comes first. */
    private static byte[] shown(byte[] form) {
        byte[] button = ("--" + Multipart.BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"show\"\r\n\r\nagain\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(button.length + form.length)
                .put(button)
                .put(form)
                .array();
    }

    private HttpResponse<String> post(String path, byte[] form) {
        return source.send(HttpRequest.newBuilder(Source.address(path))
                .header("Content-Type", Multipart.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build());
    }

    private static String receipt(HttpResponse<String> form) {
        Matcher receipt = RECEIPT.matcher(form.body());
        assertThat(receipt.find()).isTrue();
        return receipt.group();
    }

    @Test
    void the_script_finds_its_sentences_on_a_machine_in_turkey_too() {
        Locale before = Locale.getDefault();
        try {
            // Given
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));

            // When
            HttpResponse<String> page = source.get("/en/tip");

            // Then
            assertThat(page.body()).contains("data-fault=\"danger_missing\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_manifest_is_served_byte_for_byte() throws Exception {
        // When
        HttpResponse<String> manifest = source.get("/.well-known/penah/keys.json");

        // Then
        assertThat(manifest.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(LocalKeys.manifest());
        assertThat(source.get("/.well-known/penah/keys.json.minisig").body()).startsWith("untrusted comment:");
    }
}

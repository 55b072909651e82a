package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.inbox.Returning;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Pages;
import org.penah.sealing.manifest.Script;

/** The operator's words on the pages: those that the root key signed, in the page's language, and as text only. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class AboutPageTest {

    private static final String NUMBER = "<bdi dir=\"ltr\">+1 202 555 0100</bdi>";

    private final Source source = new Source();

    @Inject
    Pages pages;

    @ParameterizedTest
    @EnumSource
    void what_it_shows_is_what_the_root_key_signed_in_this_language(Language language) throws Exception {
        // When
        String signed = source.get(language.home() + "words.txt").body();
        String page = text(source.get(language.about()).body());

        // Then
        assertThat(new String(LocalKeys.manifest(), StandardCharsets.UTF_8))
                .contains(Script.of(language.home() + "words.txt", signed.getBytes(StandardCharsets.UTF_8))
                        .sha256());
        assertThat(signed.lines().filter(line -> line.contains("=")))
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(page).contains(line.substring(line.indexOf('=') + 1)));
    }

    @ParameterizedTest
    @EnumSource
    void a_number_and_an_address_run_from_left_to_right_and_lead_nowhere(Language language) {
        // When
        String page = source.get(language.about()).body();

        // Then
        assertThat(page)
                .contains("<html lang=\"" + language.tag() + "\" dir=\"" + language.direction() + "\">")
                .contains(NUMBER, "<bdi dir=\"ltr\">gettor@torproject.org</bdi>")
                .doesNotContain("href=\"mailto", "href=\"tel", "href=\"http://", "<script");
        assertThat(page)
                .contains("href=\"words.txt\"")
                .containsSubsequence("<h2 id=\"call\">", warning(language), NUMBER);
        assertThat(page.split("href=\"https://", -1))
                .as("of the link that leaves")
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void who_runs_the_site_stands_on_the_first_page_with_a_link_to_the_rest(Language language) {
        // When
        String first = text(source.get(language.home()).body());

        // Then
        assertThat(first).contains(who(language)).doesNotContain("+1 202 555 0100");
        assertThat(source.get(language.home()).body()).contains("href=\"" + language.about() + "\"");
    }

    @ParameterizedTest
    @EnumSource
    void whom_to_call_stands_below_who_sees_it_also_where_the_form_is_closed(Language language) {
        // Given
        Returning returning = new Returning();
        returning.sendDanger();

        // When
        String danger = source.get(language.danger()).body();
        HttpResponse<String> inbox = source.post(
                language.inbox(), Map.of("receipt", returning.receipt().toDigits()));
        HttpResponse<String> received = sendDanger(language, "");

        // Then
        assertThat(received.body()).contains("class=\"received\"");
        String closed =
                new String(pages.notice(language, MessagePage.CLOSED).html().getBytes(), StandardCharsets.UTF_8);
        assertThat(List.of(danger, inbox.body(), received.body(), closed))
                .allSatisfy(page -> assertThat(page)
                        .containsSubsequence("<h2 id=\"call\">", warning(language), NUMBER, "<details>"));
        assertThat(danger).containsSubsequence("href=\"#call\"", "<button type=\"submit\">", NUMBER);
        assertThat(List.of(inbox.body(), received.body()))
                .allSatisfy(page -> assertThat(page).contains("<bdi dir=\"ltr\">help@example.org</bdi>"));
        assertThat(received.body()).contains("href=\"" + language.about() + "\"");
        String partners = said(language, "partners=");
        assertThat(text(danger)).as("where somebody decides who is told").contains(partners);
    }

    @ParameterizedTest
    @CsvSource({"AZ,155,+1 202 555 0155", "FA,021,+1 202 555 0121", "RU,,"})
    void numbers_of_the_region_that_a_source_named_stand_open_on_received(
            Language language, @Nullable String region, @Nullable String number) {
        // When
        String received = sendDanger(language, region == null ? "" : region).body();

        // Then
        String open = received.substring(received.indexOf("<h2 id=\"call\">"), received.indexOf("<summary>"));
        assertThat(open).contains(NUMBER);
        if (number == null) {
            assertThat(open).doesNotContain("<h3>");
        } else {
            assertThat(open).containsSubsequence(NUMBER, "<h3>", "<bdi dir=\"ltr\">" + number + "</bdi>");
        }
    }

    private HttpResponse<String> sendDanger(Language language, String region) {
        return source.send(HttpRequest.newBuilder(Source.address(language.form()))
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(new Multipart()
                        .field("once", source.once())
                        .field("danger", "me")
                        .field("soon", "hours")
                        .field("region", region)
                        .field("alert", "no")
                        .field("topic", "threat")
                        .field("message", "x")
                        .whole()))
                .build());
    }

    @Test
    void no_other_file_lies_beside_the_words() {
        assertThat(source.get("/de/words.txt").statusCode()).isEqualTo(404);
    }

    private static String warning(Language language) {
        return ResourceBundle.getBundle("messages.home_" + language.tag(), Locale.ROOT)
                .getString("call_limit");
    }

    private String who(Language language) {
        return said(language, "who=");
    }

    private String said(Language language, String key) {
        return source.get(language.home() + "words.txt")
                .body()
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElseThrow();
    }

    /** As somebody reads it. */
    private static String text(String html) {
        return html.replaceAll("</?bdi[^>]*>", "")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}

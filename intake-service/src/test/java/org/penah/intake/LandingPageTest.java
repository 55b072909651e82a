package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.page.Language;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class LandingPageTest {

    private final Source source = new Source();

    @ConfigProperty(name = "penah.onion")
    String onion;

    @Test
    void the_first_language_is_the_browsers_and_is_not_remembered() {
        // Given
        var request = HttpRequest.newBuilder(Source.address("/")).header("Accept-Language", "tr-TR,tr;q=0.8,en;q=0.3");

        // When
        HttpResponse<String> page = source.send(request.build());

        // Then
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).contains("/tr/");
        assertThat(page.headers().firstValue("Vary")).contains("accept-language");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @EnumSource
    void it_speaks_every_language_and_offers_the_others(Language language) {
        // When
        HttpResponse<String> page = source.get(language.home());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"" + language.tag() + "\" dir=\"" + language.direction() + "\">")
                .contains("href=\"" + language.form() + "\"", "href=\"" + language.inbox() + "\"")
                .contains("href=\"" + language.safety() + "\"")
                .contains("rel=\"noreferrer\"")
                .doesNotContain("hreflang=\"" + language.tag() + "\"");
        for (Language other : Language.values()) {
            assertThat(page.body()).contains(other == language ? language.form() : ">" + other.ownName() + "</a>");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_page_says_what_is_protected_and_what_is_not(Language language) {
        // When
        HttpResponse<String> page = source.get(language.safety());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("class=\"kept\"", "class=\"open\"")
                .contains("href=\"" + language.verify() + "\"", "href=\"" + language.form() + "\"");
        assertThat(Language.values())
                .filteredOn(other -> other != language)
                .allSatisfy(other -> assertThat(page.body()).contains("href=\"" + other.safety() + "\""));
    }

    @Test
    void a_language_without_its_last_slash_leads_there() {
        assertThat(source.get("/fa").headers().firstValue("Location")).contains("/fa/");
    }

    @Test
    void from_outside_it_names_the_same_page_inside_tor() {
        // When
        HttpResponse<String> page = source.get("/en/");

        // Then
        assertThat(page.headers().firstValue("Onion-Location")).contains("http://" + onion + "/en/");
        assertThat(page.body())
                .contains("You are on our ordinary address", ">http://" + onion + "/en/</code>")
                .doesNotContain("You are on our onion address");
    }

    @Test
    void inside_tor_it_says_so_and_names_no_other_place() throws IOException {
        // When
        String answer = ask("GET /en/ HTTP/1.1\r\nHost: " + onion + "\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("You are on our onion address")
                .doesNotContain("You are on our ordinary address")
                .doesNotContainIgnoringCase("Onion-Location");
    }

    private static String ask(String request) throws IOException {
        try (Socket socket = new Socket("localhost", Source.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

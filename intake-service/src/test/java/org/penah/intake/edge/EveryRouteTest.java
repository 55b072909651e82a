package org.penah.intake.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.intake.page.Language;

/** What holds at every address, those that somebody adds later included. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class EveryRouteTest {

    private static final String TELLING = "203.0.113.7";

    private final Source source = new Source();

    @Inject
    Router router;

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, ''",
        "X-Real-IP, ''",
        "Forwarded, for=",
        "Via, 1.1 ",
        "Authorization, 'Bearer '",
        "Cookie, who="
    })
    void what_could_tell_who_asks_is_refused_at_every_address(String header, String before) {
        for (String path : paths()) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                // When
                HttpResponse<String> answer = source.send(HttpRequest.newBuilder(Source.address(path))
                        .header(header, before + TELLING)
                        .method(method, method.equals("POST") ? BodyPublishers.ofString("x") : BodyPublishers.noBody())
                        .build());

                // Then
                assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(400);
                assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
                assertThat(answer.body()).doesNotContain(TELLING);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://elsewhere.example",
        "Origin, null"
    })
    void a_form_that_another_site_sends_is_refused_at_every_address(String header, String said) {
        for (String path : paths()) {
            // When
            HttpResponse<String> answer = source.send(HttpRequest.newBuilder(Source.address(path))
                    .header(header, said)
                    .POST(BodyPublishers.ofString("x"))
                    .build());

            // Then
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void no_other_method_is_taken_at_any_address() {
        for (String path : paths()) {
            for (String method : List.of("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")) {
                // When
                HttpResponse<String> answer = source.send(HttpRequest.newBuilder(Source.address(path))
                        .method(method, BodyPublishers.noBody())
                        .build());

                // Then
                assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, POST");
            }
        }
    }

    @Test
    void the_page_of_the_api_has_every_address_and_no_other() throws IOException {
        // Given
        JsonNode page = new ObjectMapper()
                .readTree(Path.of("../docs/contracts/openapi-intake.json").toFile());
        Set<String> described = new TreeSet<>();
        page.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        // When
        Set<String> served = new TreeSet<>();
        router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .forEach(route ->
                        route.methods().forEach(method -> served.add(method + " " + anyLanguage(route.getPath()))));

        // Then
        assertThat(served).isEqualTo(described);
        assertThat(page.at("/components/parameters/language/schema/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Stream.of(Language.values()).map(Language::tag).toList());
    }

    private static String anyLanguage(String path) {
        return path.replaceFirst(
                "^/(" + Stream.of(Language.values()).map(Language::tag).collect(Collectors.joining("|")) + ")(?=/|$)",
                "/{language}");
    }

    /** Of the service as it runs, and one that has no page. */
    private List<String> paths() {
        List<String> paths = Stream.concat(
                        router.getRoutes().stream().map(Route::getPath).filter(Objects::nonNull), Stream.of("/nothing"))
                .distinct()
                .toList();
        assertThat(paths)
                .contains("/", "/en/", "/fa/tip", "/az/inbox", "/ru/verify", "/tr/chunk", "/assets/form.js")
                .contains("/.well-known/penah/keys.json");
        return paths;
    }
}

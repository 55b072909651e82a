package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/contracts/openapi-triage.json} is read from the resources and from {@link Access#RULES}; this holds it to them.
 *
 * <p>{@code -Dtest=OpenApiTest -Dwrite} writes it again.
 */
class OpenApiTest {

    private static final Path PAGE = Path.of("../docs/contracts/openapi-triage.json");
    private static final DotName STATUS = DotName.createSimple(ResponseStatus.class);
    private static final String ABOUT = """
            For the console alone: every request needs its session, and one that changes something the header X-Penah. A \
            refusal is application/problem+json (RFC 9457). x-audience says whose roles reach a route; x-stepped-up, that \
            Keycloak must have asked within five minutes. GET /api/tips takes the console's filters as parameters.""";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_page_says_what_the_resources_and_the_rules_say() throws Exception {
        // When
        JsonNode now = described();
        if (System.getProperty("write") != null) {
            Files.writeString(PAGE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(now) + "\n");
        }

        // Then
        assertThat(JSON.readTree(PAGE.toFile()))
                .as("run again with -Dtest=OpenApiTest -Dwrite, and look at what changed")
                .isEqualTo(now);
    }

    @Test
    void every_rule_of_the_interface_is_on_the_page() throws Exception {
        // When
        List<String> onThePage = JSON.readTree(PAGE.toFile()).path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();

        // Then
        assertThat(onThePage)
                .containsExactlyInAnyOrderElementsOf(Access.RULES.stream()
                        .filter(rule -> rule.path().startsWith("/api/"))
                        .map(rule -> rule.method() + " " + rule.path())
                        .toList());
    }

    private static JsonNode described() throws IOException {
        ObjectNode page = (ObjectNode) JSON.readTree(SmallRyeOpenAPI.builder()
                .withConfig(new SmallRyeConfigBuilder()
                        .withDefaultValue("mp.openapi.extensions.smallrye.defaultConsumes", "application/json")
                        .withDefaultValue("mp.openapi.extensions.smallrye.defaultProduces", "application/json")
                        .withDefaultValue("mp.openapi.extensions.smallrye.remove-unused-schemas.enable", "true")
                        .build())
                .withIndex(compiled())
                .withOperationHandler((operation, resource, method) -> {
                    AnnotationInstance status = method.declaredAnnotation(STATUS);
                    operation.addExtension(
                            "x-status", status == null ? 204 : status.value().asInt());
                })
                .defaultRequiredProperties(false)
                .build()
                .toJSON());
        page.putObject("info")
                .put("title", "Penah: the desk")
                .put("version", "1.0.0")
                .put("description", ABOUT);
        ObjectNode paths = (ObjectNode) page.path("paths");
        paths.retain(paths.properties().stream()
                .map(Map.Entry::getKey)
                .filter(path -> path.startsWith("/api/"))
                .toList());
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    ObjectNode operation = (ObjectNode) method.getValue();
                    Rule rule = Access.RULES.stream()
                            .filter(known -> known.path().equals(path.getKey())
                                    && known.method().equalsIgnoreCase(method.getKey()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no rule for " + path.getKey()));
                    operation.put("x-audience", rule.audience().name());
                    operation.put("x-stepped-up", rule.steppedUp());
                    // Of an answer without a body the library believes that it is a 201.
                    String status = operation.remove("x-status").asText();
                    ObjectNode responses = (ObjectNode) operation.path("responses");
                    if (responses.remove("201") != null) {
                        responses.putObject(status).put("description", "Done.");
                    }
                }));
        return page;
    }

    private static IndexView compiled() throws IOException {
        Indexer indexer = new Indexer();
        try (Stream<Path> classes = Files.walk(Path.of("target/classes/org/penah/triage"))) {
            classes.filter(file -> file.toString().endsWith(".class")).sorted().forEach(file -> {
                try (var bytes = Files.newInputStream(file)) {
                    indexer.index(bytes);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        }
        return indexer.complete();
    }
}

package org.penah.notify.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.notify.problem.Problem;
import org.penah.sealing.webhook.WebhookHeaders;

/** {@code docs/contracts/openapi-notify.json} is written by hand; this holds it to the code. */
class OpenApiTest {

    private static final Path PAGE = Path.of("../docs/contracts/openapi-notify.json");

    private final JsonNode page = read();

    @Test
    void the_page_has_every_route_and_no_other() {
        // When
        List<String> served = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.penah.notify")
                        .stream()
                        .filter(resource -> resource.isAnnotatedWith(jakarta.ws.rs.Path.class))
                        .flatMap(resource -> resource.getMethods().stream())
                        .flatMap(OpenApiTest::routes)
                        .toList();

        // Then
        assertThat(page.path("paths").properties().stream()
                        .flatMap(path -> path.getValue().properties().stream()
                                .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())))
                .containsExactlyInAnyOrderElementsOf(served)
                .isNotEmpty();
    }

    @Test
    void it_names_the_headers_that_are_read_and_the_fields_of_a_problem() {
        // When
        TreeSet<String> headers = new TreeSet<>(page.findValuesAsText("name"));
        List<String> fields = page.at("/components/schemas/Problem/properties").properties().stream()
                .map(field -> field.getKey())
                .toList();

        // Then
        assertThat(headers)
                .containsExactlyInAnyOrder(WebhookHeaders.ID, WebhookHeaders.TIMESTAMP, WebhookHeaders.SIGNATURE);
        assertThat(fields)
                .containsExactlyElementsOf(Stream.of(Problem.class.getRecordComponents())
                        .map(field -> field.getName())
                        .toList());
    }

    private static Stream<String> routes(JavaMethod method) {
        String base =
                method.getOwner().getAnnotationOfType(jakarta.ws.rs.Path.class).value();
        String rest = method.tryGetAnnotationOfType(jakarta.ws.rs.Path.class)
                .map(jakarta.ws.rs.Path::value)
                .orElse("");
        return method.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(annotation -> annotation.getRawType().getSimpleName() + " " + base + rest);
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(PAGE.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

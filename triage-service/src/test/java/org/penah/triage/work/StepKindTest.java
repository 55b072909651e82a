package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.triage.journal.Deed;

/** {@code -Dtest=StepKindTest -Dwrite} writes docs/contracts/step-kinds.json again, which the console's fixture serves. */
class StepKindTest {

    static final Path PAGE = Path.of("../docs/contracts/step-kinds.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_page_says_what_each_kind_of_step_needs() throws Exception {
        // When
        String now = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(StepKind.RULES) + "\n";
        if (System.getProperty("write") != null) {
            Files.writeString(PAGE, now);
        }

        // Then
        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    @Test
    void each_kind_has_a_deed_that_nothing_else_has() throws Exception {
        // Given
        List<Deed> others = new ArrayList<>();
        for (Field field : Deed.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                others.add((Deed) field.get(null));
            }
        }

        // When
        List<Deed> all = Stream.concat(
                        others.stream(), Arrays.stream(StepKind.values()).map(StepKind::deed))
                .toList();

        // Then
        assertThat(others).hasSizeGreaterThan(50);
        assertThat(all).doesNotHaveDuplicates();
    }

    /** The row of a kind, and the console's, are all that a new kind needs. */
    @Test
    void only_the_row_of_a_kind_names_its_deed() {
        // Given
        List<String> deeds = Arrays.stream(StepKind.values())
                .map(kind -> '"' + kind.deed().stored() + '"')
                .toList();

        // When
        List<String> naming = Stream.of("src/main/java", "src/main/webui/src")
                .flatMap(StepKindTest::files)
                .filter(file -> !file.toString().endsWith(".test.ts"))
                .filter(file -> deeds.stream().anyMatch(text(file).replace('\'', '"')::contains))
                .map(file -> file.getFileName().toString())
                .toList();

        // Then
        assertThat(naming).containsExactly("StepKind.java");
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}

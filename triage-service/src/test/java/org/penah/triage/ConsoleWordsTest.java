package org.penah.triage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.testbed.translation.Translations;

/** The console's words; that they are whole, its own tests say ({@code languages.test.ts}). */
class ConsoleWordsTest {

    private static final Path FOLDER = Path.of("src/main/webui/src/words");
    private static final String JSON = ".json";

    @Test
    void every_translation_was_made_from_the_english_of_today() throws IOException {
        // Given
        Map<String, Map<String, String>> sentences = new TreeMap<>();
        for (Path file : files()) {
            sentences.put(
                    file.getFileName().toString().replace(JSON, ""),
                    new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {}));
        }

        // Then
        assertThat(sentences).containsKeys("az", "en", "ru", "tr");
        assertThat(Translations.stale(Path.of("src/test/resources/translated.txt"), sentences))
                .isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(JSON)).toList();
        }
    }
}

package org.penah.testbed.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void translate() throws IOException {
        assertThat(look(true, "Go.", "Gedin.", "Идите.")).isEmpty();
    }

    @Test
    void nothing_is_stale_that_was_made_from_the_english_of_today() throws IOException {
        assertThat(look(false, "Go.", "Gedin.", "Идите.")).isEmpty();
    }

    @Test
    void what_was_not_translated_again_is_stale_and_no_writing_hides_it() throws IOException {
        // When
        List<String> stale = look(true, "Run.", "Qaçın.", "Идите.");

        // Then
        assertThat(stale)
                .isEqualTo(look(false, "Run.", "Qaçın.", "Идите."))
                .containsExactly("go ru: the English has changed since, so translate it again");
    }

    @Test
    void what_was_translated_again_has_to_be_written() throws IOException {
        // When
        List<String> before = look(false, "Run.", "Qaçın.", "Бегите.");
        look(true, "Run.", "Qaçın.", "Бегите.");

        // Then
        assertThat(before)
                .containsExactly("run this test with -Dtranslations.write, which takes in what was translated");
        assertThat(look(false, "Run.", "Qaçın.", "Бегите.")).isEmpty();
    }

    @Test
    void a_better_translation_of_the_same_english_is_known_before_the_english_changes() throws IOException {
        // When
        List<String> better = look(false, "Go.", "Gedin.", "Уходите.");

        // Then
        assertThat(better).hasSize(1);
    }

    private List<String> look(boolean write, String english, String azerbaijani, String russian) throws IOException {
        return Translations.stale(
                folder.resolve("translated.txt"),
                Map.of(
                        "en", Map.of("go", english),
                        "az", Map.of("go", azerbaijani),
                        "ru", Map.of("go", russian)),
                write);
    }
}

package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Salam.", "سلام. چه خبر؟\n"})
    void an_ordinary_text_is_one_part(String text) {
        // When
        List<String> parts = ReplyPages.of(text);

        // Then
        assertThat(parts).containsExactly(text);
    }

    @Test
    void the_longest_text_in_any_script_is_one_part() {
        // When
        List<String> parts = ReplyPages.of("я".repeat(4000));

        // Then
        assertThat(parts).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'", "&", "<", "a&b'c", "🙂"})
    void no_part_is_longer_than_its_room_once_it_is_written(String piece) {
        // Given
        String text = piece.repeat(8000 / piece.getBytes(StandardCharsets.UTF_8).length) + "\"".repeat(1500);

        // When
        List<String> parts = ReplyPages.of(text);

        // Then
        assertThat(String.join("", parts)).isEqualTo(text);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.replace("&", "&amp;")
                                .replace("\"", "&quot;")
                                .replace("'", "&#39;")
                                .replace("<", "&lt;")
                                .getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThanOrEqualTo(ReplyPages.ROOM));
    }
}

package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.form.Region;
import org.penah.sealing.manifest.OperatorWords;

class WordsViewTest {

    /** Brackets show what runs from left to right whatever the language. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Front Line Defenders: +353 1 210 0489. | Front Line Defenders: [+353 1 210 0489].",
                "ترکیه: 112، پلیس ۱۵۵ | ترکیه: [112]، پلیس [۱۵۵]",
                "(012) 555-01-00, https://example.org/az?x=1. | [(012) 555-01-00], [https://example.org/az?x=1].",
                "به gettor@torproject.org بنویسید | به [gettor@torproject.org] بنویسید",
                "در تلگرام @GetBridgesBot پل می‌دهد | در تلگرام [@GetBridgesBot] پل می‌دهد",
                "Nobody. | Nobody.",
            })
    void numbers_and_addresses_are_pieces_of_their_own(String text, String pieces) {
        assertThat(WordsView.line(text).pieces().stream()
                        .map(piece -> piece.address() ? "[" + piece.text() + "]" : piece.text())
                        .collect(Collectors.joining()))
                .isEqualTo(pieces);
    }

    @Test
    void the_regions_of_the_words_are_those_of_the_form() {
        assertThat(OperatorWords.REGIONS)
                .containsExactlyElementsOf(
                        Stream.of(Region.values()).map(Region::code).toList());
        assertThat(OperatorWords.LANGUAGES)
                .containsExactlyElementsOf(
                        Stream.of(Language.values()).map(Language::tag).toList());
    }
}

package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.form.Region;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.testbed.words.DemoWords;

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
                "۲۴:۰۰ تا ۰۶.۳۰. ۱۱۲ | [۲۴:۰۰] تا [۰۶.۳۰]. [۱۱۲]",
                "01.23.45.67.89. | [01.23.45.67.89].",
                "020\u00a07946\u202f0958 . | [020\u00a07946\u202f0958] .",
                "020\u20107946\u20110958\u201201\u201302. | [020\u20107946\u20110958\u201201\u201302].",
                "+44 (0)20 7946 0958 (24/7), (112). | [+44 (0)20 7946 0958] ([24/7]), ([112]).",
                "*5555, *100#, #31#555. | [*5555], [*100#], [#31#555].",
                "4you@example.org, 1.example.org | [4you@example.org], [1.example.org]",
                "Nobody. | Nobody.",
            })
    void numbers_and_addresses_are_pieces_of_their_own(String text, String pieces) {
        assertThat(WordsView.line(text).pieces().stream()
                        .map(piece -> piece.address() ? "[" + piece.text() + "]" : piece.text())
                        .collect(Collectors.joining()))
                .isEqualTo(pieces);
    }

    @Test
    void of_a_region_without_numbers_nothing_stands_open(@TempDir Path folder) throws Exception {
        // Given
        DemoWords.copyTo(folder);
        WordsView words = new WordsView(OperatorWords.read(folder).get("en"));
        PageLayout frame = new PageLayout(Language.EN, "", Style.load(), "", words, PageLayout.Ways.NONE, "");

        // When
        Stream<Region> open = Stream.of(Region.values()).filter(region -> frame.withNumbers(region) != null);

        // Then
        assertThat(open).containsExactly(Region.WESTERN_EUROPE, Region.NORTHERN_AMERICA);
        assertThat(frame.withNumbers(null)).isNull();
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

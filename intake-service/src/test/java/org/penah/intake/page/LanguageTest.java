package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "az|AZ",
                "az-Latn-AZ|AZ",
                "fa-IR,fa;q=0.9,en;q=0.5|FA",
                "en-US,en;q=0.5|EN",
                "en;q=0.3, ru;q=0.9, tr;q=0.5|RU",
                "de-DE, fr;q=0.9, tr;q=0.1|TR",
                "RU-ru|RU",
                "az;q=0, tr;q=0.2|TR",
                "*;q=0.9, fa;q=0.1|FA",
            })
    void the_best_of_our_languages_that_a_browser_asks_for(String wish, Language chosen) {
        assertThat(Language.wished(wish)).isEqualTo(chosen);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "*", "de", "zz;q=oops", "ru;q=", ",,,", "ru\u0000", "russian"})
    void somebody_who_asks_for_none_of_them_or_for_nothing_readable_gets_english(String wish) {
        assertThat(Language.wished(wish)).isEqualTo(Language.EN);
    }

    @Test
    void a_wish_longer_than_any_browsers_is_not_read() {
        assertThat(Language.wished("tr" + ",de".repeat(100))).isEqualTo(Language.EN);
    }

    @ParameterizedTest
    @CsvSource({"/az/, AZ", "/fa/tip, FA", "/tr/nothing/here, TR"})
    void the_path_names_the_language(String path, Language named) {
        assertThat(Language.ofPath(path)).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/az", "/AZ/", "/english/tip", "/.well-known/penah/keys.json", "*"})
    void another_path_names_none(String path) {
        assertThat(Language.ofPath(path)).isEmpty();
    }

    /** The years 1403 and 1408 have a leap day, and none between them. */
    @ParameterizedTest
    @CsvSource({
        "2025-03-20, ۳۰ اسفند ۱۴۰۳",
        "2025-03-21, ۱ فروردین ۱۴۰۴",
        "2026-09-22, ۳۱ شهریور ۱۴۰۵",
        "2026-11-25, ۴ آذر ۱۴۰۵",
        "2029-03-19, ۲۹ اسفند ۱۴۰۷",
        "2029-03-20, ۱ فروردین ۱۴۰۸",
        "2030-03-20, ۳۰ اسفند ۱۴۰۸",
    })
    void a_day_is_persian_in_persian(LocalDate day, String written) {
        assertThat(Language.FA.day(day)).isEqualTo(written);
    }

    @Test
    void persian_numbers_are_written_in_persian() {
        assertThat(Language.FA.megabytes(500)).isEqualTo("۵۰۰\u00a0مگابایت");
        assertThat(Language.EN.megabytes(500)).isEqualTo("500\u00a0MB");
    }
}

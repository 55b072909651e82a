package org.penah.intake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.page.Language;

/** Counts what somebody in danger has to read and to touch from the first page, and from its yes, to "Received"; prints a row of the table in docs/benchmarks.md. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class ReadingTimeTest {

    private static final int WORDS_A_MINUTE = 200;
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}\\u200c’'-]*|\\p{N}+");

    private int taps;
    private int texts;
    private long passed;

    @ParameterizedTest
    @EnumSource
    void somebody_in_danger_needs_five_taps_one_text_and_under_a_minute_of_reading(Language language) {
        try (FormBrowser chromium = FormBrowser.orSkip()) {
            Page page = chromium.page(false, FormBrowser.PHONE);
            page.navigate(language.home());
            long first = words(page.innerText("main"));

            // When
            press(page, ".first a.button");
            long before = passed;
            tap(page, "[name=soon][value=hours]");
            tap(page, "[name=alert][value=yes]");
            tap(page, "[name=message]");
            type(page, "Gəlirlər.");
            press(page, "button[type=submit]");
            page.waitForSelector(".received");

            // Then
            long form = passed - before;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d, %d s | %d, %d s | %d, %d s | %d, %d s | %d | %d |%n",
                    language.tag(),
                    first,
                    seconds(first),
                    passed,
                    seconds(passed),
                    form,
                    seconds(form),
                    words(page.innerText("main")),
                    seconds(words(page.innerText("main"))),
                    taps,
                    texts);
            assertThat(taps).isEqualTo(5);
            assertThat(texts).isEqualTo(1);
            assertThat(seconds(first)).isLessThanOrEqualTo(90);
            assertThat(seconds(form)).isLessThanOrEqualTo(40);
        }
    }

    /** Counts what stands above the button, and presses it. */
    private void press(Page page, String button) {
        String shown = page.innerText("main");
        String above =
                shown.substring(0, shown.indexOf("\n" + page.innerText(button).strip() + "\n"));
        passed += words(above);
        tap(page, button);
    }

    private void tap(Page page, String target) {
        page.click(target);
        taps++;
    }

    private void type(Page page, String text) {
        page.keyboard().insertText(text);
        texts++;
    }

    /** Of what is shown: nothing that is folded. */
    private static long words(String shown) {
        return WORD.matcher(shown).results().count();
    }

    private static long seconds(long words) {
        return words * 60 / WORDS_A_MINUTE;
    }
}

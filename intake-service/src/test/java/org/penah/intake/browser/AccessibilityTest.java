package org.penah.intake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.page.Language;
import org.penah.testbed.browser.Chromium;

/** Whether everybody can use the pages: WCAG 2.2 AA as far as a machine can tell, and by hand what it cannot. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class AccessibilityTest {

    private static FormBrowser chromium;

    @BeforeAll
    static void open() {
        chromium = FormBrowser.orSkip();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /**
     * Each page once in each language; those that a script has a hand in both as it leaves them and without it. All others have
     * no script, so that they are the same in a browser with script and in one without.
     *
     * <p>Two browsers share them, for as many cores: this is the longest of all tests.
     */
    @Test
    void everybody_can_use_every_page() throws Exception {
        // Given
        Queue<Look> looks = new ConcurrentLinkedQueue<>();
        for (Language language : Language.values()) {
            for (Scene scene : Scene.values()) {
                looks.add(new Look(scene, language));
            }
        }
        int all = looks.size();

        // When
        ExecutorService browsers = Executors.newFixedThreadPool(2);
        List<Future<Integer>> looked = browsers.invokeAll(Collections.nCopies(2, () -> lookAtAll(looks)));
        browsers.shutdown();

        // Then
        int seen = 0;
        for (Future<Integer> each : looked) {
            seen += each.get();
        }
        assertThat(seen).isEqualTo(all);
    }

    private record Look(Scene scene, Language language) {}

    /** Until none is left; says how many it took. */
    private static int lookAtAll(Queue<Look> looks) {
        int taken = 0;
        try (FormBrowser own = FormBrowser.orSkip()) {
            Page scripted = own.page(true, FormBrowser.DESK);
            Page plain = own.page(false, FormBrowser.DESK);
            Page copy = own.page(true, FormBrowser.DESK);
            for (Look look = looks.poll(); look != null; look = looks.poll()) {
                look.scene().open(scripted, look.language());
                canBeUsed(scripted, look);
                if (look.scene().hasScript()) {
                    look.scene().open(plain, look.language());
                    FormBrowser.copyForAxe(plain, copy);
                    canBeUsed(copy, look);
                } else {
                    assertThat(scripted.locator("script").count())
                            .as("scripts of %s", look)
                            .isZero();
                }
                taken++;
            }
        }
        return taken;
    }

    /** Axe finds nothing in light and dark; it fits the smallest phone, and a window of 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10). */
    private static void canBeUsed(Page page, Look look) {
        assertThat(Chromium.barriers(page)).as("%s", look).isEmpty();
        if (look.language() == Language.EN) {
            // Words change no colour.
            assertThat(Chromium.barriersInDark(page)).as("%s in dark", look).isEmpty();
        }
        page.setViewportSize(FormBrowser.PHONE[0], FormBrowser.PHONE[1]);
        assertThat(overflow(page)).as("%s on a phone", look).isZero();
        page.setViewportSize(320, 256);
        assertThat(overflow(page)).as("%s at 400 %%", look).isZero();
        assertThat(page.evaluate("getComputedStyle(document.querySelector('header')).position"))
                .as("what stays in sight would take a fifth of it")
                .isEqualTo("static");
        if (look.language() == Language.EN) {
            becomeLonger(page);
            for (String direction : List.of("ltr", "rtl")) {
                page.evaluate("direction => document.documentElement.dir = direction", direction);
                assertThat(overflow(page))
                        .as("%s in longer words, %s", look, direction)
                        .isZero();
            }
        }
        page.setViewportSize(FormBrowser.DESK[0], FormBrowser.DESK[1]);
    }

    /** A pseudo-locale: each word is two fifths longer, as in a language that nobody has translated into yet. */
    private static void becomeLonger(Page page) {
        page.evaluate("""
                () => {
                    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                    while (texts.nextNode()) {
                        if (texts.currentNode.parentElement.closest('code, bdi, textarea, .digits') === null) {
                            texts.currentNode.data = texts.currentNode.data.replace(
                                /\\p{L}+/gu, word => `[${word}${'ő'.repeat(Math.ceil(word.length * 0.4))}]`);
                        }
                    }
                }""");
    }

    @ParameterizedTest
    @EnumSource
    void danger_is_asked_about_before_anybody_scrolls(Language language) {
        // Given
        Page page = chromium.page(false, FormBrowser.PHONE);

        // When
        page.navigate(language.home());

        // Then
        assertThat(isInSight(page, ".first h2")).isTrue();
        assertThat(isInSight(page, ".first .button")).isTrue();

        // When
        page.navigate(language.form());

        // Then
        assertThat(isInSight(page, "#danger h2")).isTrue();
        assertThat(isInSight(page, "#danger-hint")).as("what a yes leads to").isTrue();
        page.context().close();
    }

    @Test
    void leaving_is_always_in_sight() {
        // Given
        Page page = chromium.page(false, FormBrowser.PHONE);
        page.navigate("/az/tip");

        // When
        page.locator("form > button").scrollIntoViewIfNeeded();

        // Then
        assertThat(isInSight(page, "header a:last-child")).isTrue();
        page.context().close();
    }

    @Test
    void a_tip_is_sent_with_the_keyboard_alone_and_what_has_the_focus_is_seen() {
        // Given
        Page page = chromium.page(false, FormBrowser.DESK);
        page.navigate("/en/tip");

        // When
        tabTo(page, "[name=danger]");
        page.keyboard().press("Space");
        tabTo(page, "[name=soon]");
        page.keyboard().press("Space");
        tabTo(page, "[name=alert]");
        page.keyboard().press("Space");
        tabTo(page, "[name=topic]");
        page.keyboard().press("Space");
        tabTo(page, "[name=message]");
        page.keyboard().type("Sent without a mouse.");
        tabTo(page, "form > button");
        page.keyboard().press("Enter");

        // Then
        page.waitForSelector(".received");
        page.context().close();
    }

    @ParameterizedTest
    @EnumSource
    void the_summary_of_what_is_wrong_has_the_focus_and_leads_to_each_field(Language language) {
        for (boolean script : List.of(false, true)) {
            // Given
            Page page = chromium.page(script, FormBrowser.DESK);

            // When
            Scene.FAULTS.open(page, language);

            // Then
            assertThat(focused(page, ".summary")).isTrue();
            List<Locator> links = page.locator(".summary a").all();
            assertThat(links).hasSizeGreaterThanOrEqualTo(3);
            for (Locator link : links) {
                String field = link.getAttribute("href");
                link.click();
                assertThat(focused(page, field)).as("%s has the focus", field).isTrue();
                assertThat(page.locator(field).getAttribute("aria-describedby"))
                        .contains(field.substring(1) + "-fault");
                assertThat(page.locator(field + "-fault").innerText()).contains(link.innerText());
            }
            page.context().close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 348, 412})
    void on_a_phone_the_digits_of_a_receipt_stand_four_and_four(int width) {
        // Given
        Page page = chromium.page(false, new int[] {width, 800});

        // When
        page.navigate("/fa/tip");

        // Then
        Object rows = page.evaluate("""
                () => [...document.querySelectorAll('.digits span')].reduce((rows, group) => {
                    const row = rows.find(([top]) => top === group.offsetTop);
                    if (row) row[1]++;
                    else rows.push([group.offsetTop, 1]);
                    return rows;
                }, []).map(([, groups]) => groups).join(' ')""");
        assertThat(rows).isEqualTo("4 4");
        page.context().close();
    }

    @Test
    void what_was_mended_is_no_longer_said_to_be_wrong() {
        // Given
        Page page = chromium.page(true, FormBrowser.DESK);
        Scene.FAULTS.open(page, Language.EN);
        page.fill("[name=practice]", "");
        page.check("[name=soon][value=days]");
        page.check("[name=alert][value=no]");

        // When
        page.click("form > button");

        // Then
        assertThat(page.locator(".summary a").count()).isEqualTo(2);
        assertThat(page.locator(".fault").count()).isEqualTo(2);
        assertThat(page.locator("#practice").getAttribute("aria-describedby")).isEqualTo("practice-hint");
        page.context().close();
    }

    @Test
    void questions_about_a_danger_unfold_without_script() {
        // Given
        Page page = chromium.page(false, FormBrowser.DESK);
        page.navigate("/fa/tip");
        assertThat(page.locator(".in-danger").isVisible()).isFalse();

        // When
        page.check("[name=danger][value=someone-else]");

        // Then
        assertThat(page.locator(".in-danger").isVisible()).isTrue();
        page.context().close();
    }

    /** Goes on by Tab, and sees that each stop shows its focus and does not lie behind what stays in sight. */
    private static void tabTo(Page page, String selector) {
        for (int stops = 0; stops < 60; stops++) {
            page.keyboard().press("Tab");
            assertThat((Boolean) page.evaluate("""
                            () => {
                                const on = document.activeElement;
                                const box = on.getBoundingClientRect();
                                const header = document.querySelector('header');
                                const style = getComputedStyle(on);
                                return header.contains(on) || (box.bottom > header.getBoundingClientRect().bottom
                                    && box.top < innerHeight && style.outlineStyle !== 'none'
                                    && parseFloat(style.outlineWidth) >= 3);
                            }"""))
                    .as("the focus is seen: %s", page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
                    .isTrue();
            if (focused(page, selector)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    private static boolean focused(Page page, String selector) {
        return (Boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector);
    }

    private static int overflow(Page page) {
        return (Integer) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private static boolean isInSight(Page page, String selector) {
        return (Boolean) page.evaluate("""
                selector => {
                    const box = document.querySelector(selector).getBoundingClientRect();
                    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
                }""", selector);
    }
}

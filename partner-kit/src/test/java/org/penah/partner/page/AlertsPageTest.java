package org.penah.partner.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.partner.Penah;
import org.penah.partner.inbox.Action;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.testbed.browser.Chromium;

/** The page in a real browser, as the person on duty uses it. */
class AlertsPageTest {

    private static Chromium chromium;

    @TempDir
    Path folder;

    private final UUID id = UUID.fromString("3c9a52d8-71be-4a06-8f0d-5e2b7a94c613");
    private Office office;
    private Page page;

    @BeforeAll
    static void launch() {
        chromium = Chromium.orSkip("--host-resolver-rules=MAP rebound.example 127.0.0.1");
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        office = new Office(folder);
        page = chromium.page(1024, 900);
    }

    @AfterEach
    void close() {
        page.context().close();
        office.close();
    }

    @Test
    void an_alert_appears_calls_until_somebody_looks_and_is_answered_with_one_click() throws Exception {
        // Given
        enter("en");
        assertThat(page.getByText("No alert is open.")).isVisible();
        assertThat(page.getByText("Penah is there. Last heard at")).isVisible();

        // When an alert comes
        office.hears(Office.alert(id));

        // Then it appears, in plain words, with sound
        assertThat(page.getByText("Somebody may be in physical danger within hours."))
                .isVisible();
        assertThat(page.getByText("Western Asia")).isVisible();
        assertThat(page.getByText("English, Russian")).isVisible();
        assertThat(page).hasTitle("(1) Alerts from Penah");
        assertThat(page.locator("html"))
                .hasAttribute(
                        "data-beeps",
                        Pattern.compile("[2-9]"),
                        new LocatorAssertions.HasAttributeOptions().setTimeout(20_000));

        // When somebody looks
        button("I am looking: stop the sound").click();

        // Then it is quiet, and the alert still waits
        assertThat(button("I am looking: stop the sound")).hasCount(0);
        assertThat(page.locator("#now")).hasAttribute("data-calls", "false");
        assertThat(page.getByText("Waiting for your answer: 1")).isVisible();

        // When they answer
        button("We take care of it").click();

        // Then the page says that Penah does not know yet
        assertThat(page.getByText("Penah does not know it yet.")).isVisible();
        assertThat(office.inbox.answers().waiting())
                .extracting(answer -> answer.action())
                .containsExactly(Action.ACKNOWLEDGE);

        // When the next state says so
        office.inbox
                .answers()
                .learn(
                        office.hears(Office.alert(id)
                                .replace("\"to\":", "\"answered\":1,\"heldUntil\":\"2099-01-01T00:00:00Z\",\"to\":")),
                        List.of());

        // Then it knows
        assertThat(page.getByText("Penah knows it.")).isVisible();
        assertThat(page.getByText("Open and answered: 1")).isVisible();

        // When Penah names it no more
        office.hears();

        // Then it is over
        assertThat(page.getByText("No alert is open.")).isVisible();
        assertThat(page.locator(".card")).hasCount(0);

        // When
        page.getByText("Over: 1").click();

        // Then it lies in the archive
        assertThat(page.getByText("Alerts that are over: 1")).isVisible();
        assertThat(page.locator(".card.over")).containsText("We take care of it.");
        page.getByText("Back to the open alerts").first().click();
        assertThat(page.getByText("No alert is open.")).isVisible();
    }

    @Test
    void to_one_whose_answers_count_no_more_only_those_are_offered_that_keep_nobody_from_being_called()
            throws Exception {
        // Given
        office.hears(Office.alert(id));
        enter("en");
        button("We work on it now").click();
        assertThat(page.getByText("Penah does not know it yet.")).isVisible();

        // When
        String known = Office.alert(id).replace("\"to\":", "\"answered\":1,\"heard\":1,\"uncounted\":true,\"to\":");
        office.inbox.answers().learn(office.hears(known), List.of());

        // Then
        assertThat(page.getByText("telephone Penah if you act on it")).isVisible();
        assertThat(page.locator(".card button")).hasText(new String[] {"We need to know more", "We cannot help"});

        // When the desk has confirmed it again
        office.hears(known.replace("\"uncounted\":true,", "").replace("\"seq\":1", "\"seq\":2"));

        // Then
        assertThat(button("We work on it now")).isVisible();
    }

    @Test
    void all_of_it_works_by_keyboard() throws Exception {
        // Given
        office.hears(Office.alert(id));
        enter("en");

        // When
        focusByTab("We work on it now");
        page.keyboard().press("Enter");

        // Then
        assertThat(page.getByText("Penah does not know it yet.")).isVisible();
        assertThat(office.inbox.answers().waiting())
                .extracting(answer -> answer.action())
                .containsExactly(Action.CLAIM);
    }

    @Test
    void a_missing_heartbeat_is_said_plainly_and_since_when() throws Exception {
        // Given
        enter("en");

        // When
        office.pulse = Office.SILENT;

        // Then
        Locator alarm = page.locator("#pulse .alarm");
        assertThat(alarm).containsText("Penah has been silent since Nov 24, 2026");
        assertThat(alarm).containsText("Alerts may not be reaching you.");
        assertThat(page).hasTitle("(!) Alerts from Penah");
        Object red = alarm.evaluate("element => getComputedStyle(element).backgroundColor");
        assertThat(red).isEqualTo("rgb(163, 18, 31)");
    }

    @Test
    void without_slots_it_says_that_silence_means_nothing() throws Exception {
        // Given
        office.pulse = new ConnectionStatus(false, Office.NOW.minusSeconds(86_400), false, false, null, null);

        // When
        enter("en");

        // Then
        assertThat(page.getByText("This page cannot tell silence from a broken line."))
                .isVisible();
        assertThat(page.locator("#pulse .alarm, #pulse .well")).hasCount(0);
    }

    @Test
    void a_page_that_has_lost_its_receiver_says_so() {
        // Given
        enter("en");
        assertThat(page.locator("#lost")).isHidden();

        // When
        office.server.close();

        // Then
        assertThat(page.getByText("This page has lost its receiver"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(40_000));
    }

    @Test
    void drills_are_marked_and_floods_are_one() throws Exception {
        // Given
        String drill = Office.alert(UUID.randomUUID()).replace("Actual", "Exercise");
        List<String> alerts = new ArrayList<>(List.of(drill, Office.alert(id)));
        for (int i = 0; i < 3; i++) {
            alerts.add(Office.alert(UUID.randomUUID()).replace("\"to\":", "\"flood\":57,\"to\":"));
        }
        office.hears(alerts.toArray(String[]::new));

        // When
        enter("en");

        // Then the real one is first
        assertThat(page.locator(".card").first()).hasAttribute("id", "a" + id);
        assertThat(page.locator(".card.drill")).containsText("Exercise. Nobody is in danger.");
        assertThat(page.locator("#flood > summary")).containsText("A flood of alerts that nobody has confirmed: 57");
        assertThat(page.locator("#flood .card").first()).isHidden();
        page.locator("#flood > summary").click();
        assertThat(page.locator("#flood .card").first()).isVisible();
    }

    @Test
    void a_cancel_asks_to_stop_and_has_one_answer() throws Exception {
        // Given
        office.inbox.answers().give(office.hears(Office.alert(id)).alerts().get(0), Action.CLAIM);
        office.hears(Penah.alert(id, 2, "Cancel", "safe-house"));

        // When
        enter("en");

        // Then
        assertThat(page.getByText("Penah takes this alert back.")).isVisible();
        assertThat(page.locator(".card .actions button")).hasText(new String[] {"We have stopped"});
    }

    @Test
    void a_cancel_does_not_slip_under_the_key_that_was_for_the_alert() throws Exception {
        // Given
        office.hears(Office.alert(id));
        enter("en");
        focusByTab("We take care of it");

        // When
        office.hears(Penah.alert(id, 2, "Cancel", "safe-house"));
        assertThat(button("We have stopped")).isVisible();

        // Then
        assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("BODY");
    }

    @Test
    void words_that_are_markup_are_only_words() throws Exception {
        office.hears(Office.alert(id).replace("\"Possible\"", "\"<img src=x onerror=alert(1)>\""));
        enter("en");
        assertThat(page.getByText("<img src=x onerror=alert(1)>")).isVisible();
        assertThat(page.locator("img")).hasCount(0);
    }

    @Test
    void another_name_for_this_machine_shows_nothing() {
        var answer = page.navigate(office.url().replace("127.0.0.1", "rebound.example"));
        assertThat(answer.status()).isEqualTo(421);
    }

    @ParameterizedTest
    @EnumSource
    void every_language_is_without_barriers_in_light_and_dark_and_fits_a_small_phone(Language language)
            throws Exception {
        // Given all that the page can show
        String real = Office.alert(id).replace("\"to\":", "\"heard\":1,\"heldUntil\":\"2026-11-24T11:00:00Z\",\"to\":");
        office.inbox.answers().give(office.hears(real).alerts().get(0), Action.CLAIM);
        office.hears(
                real,
                Office.alert(UUID.randomUUID()),
                Office.alert(UUID.randomUUID()).replace("Actual", "Exercise"),
                Penah.alert(UUID.randomUUID(), 2, "Cancel", "safe-house"),
                Office.alert(UUID.randomUUID()).replace("\"to\":", "\"flood\":57,\"to\":"));
        page.navigate(office.url() + "?lang=" + language.code());
        List<Object> barriers = new ArrayList<>(Chromium.barriers(page));

        // When
        enter(language.code());
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        barriers.addAll(Chromium.barriers(page));
        picture(language.code() + "-desk");
        office.pulse = Office.SILENT;
        assertThat(page.locator("#pulse .alarm")).isVisible();
        barriers.addAll(Chromium.barriers(page));
        barriers.addAll(Chromium.barriersInDark(page));
        page.setViewportSize(320, 640);
        barriers.addAll(Chromium.barriers(page));
        picture(language.code() + "-phone");

        // Then
        assertThat(barriers).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        assertThat(page.locator("html")).hasAttribute("dir", language.isRightToLeft() ? "rtl" : "ltr");
    }

    private void enter(String language) {
        page.navigate(office.url() + "?lang=" + language);
        page.locator("#code").fill(office.code);
        page.locator(".sign-in button").click();
        assertThat(page.locator("#live")).isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private void focusByTab(String name) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            if (name.equals(page.evaluate("document.activeElement.textContent"))) {
                return;
            }
        }
        throw new AssertionError("no way to " + name + " by keyboard");
    }

    /** With {@code -Dscreenshots=FOLDER}: for people to look at. */
    private void picture(String name) {
        String pictures = System.getProperty("screenshots");
        if (pictures != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(pictures, "partner-" + name + ".png")));
        }
    }
}

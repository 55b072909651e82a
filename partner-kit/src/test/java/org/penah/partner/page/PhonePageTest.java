package org.penah.partner.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.partner.Penah;
import org.penah.partner.inbox.Action;
import org.penah.partner.phone.PhoneRegistry;
import org.penah.testbed.browser.Chromium;

/** The page for phones in a real browser of a small phone's size, under an onion's name. */
class PhonePageTest {

    private static final String ONION = "http://" + "penah2".repeat(9) + "pe.onion/";
    private static final int WIDTH = 360;

    @TempDir
    Path folder;

    private Office office;
    private PageServer server;
    private Chromium chromium;
    private String code;

    @BeforeEach
    void start() throws Exception {
        office = new Office(folder);
        PhoneRegistry people = new PhoneRegistry(folder.resolve("phone"), Clock.systemUTC());
        code = people.add("mara").code().reveal();
        server = new PageServer(0, people, office.watch, office.inbox.answers(), () -> office.pulse);
        chromium = Chromium.orSkip("--host-resolver-rules=MAP *.onion 127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
        office.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_state_is_without_barriers_and_fits_a_thumb(Language language) throws Exception {
        Page page = chromium.page(new Browser.NewContextOptions()
                .setViewportSize(WIDTH, 640)
                .setLocale(language.code())
                .setTimezoneId("UTC"));
        List<Object> faults = new ArrayList<>();

        // At the sign-in
        page.navigate(ONION);
        faults.addAll(look(page, language, "1-sign-in"));
        enter(page, "abcd-efgh-jkmn");
        assertThat(page.locator("#wrong")).isVisible();
        faults.addAll(look(page, language, "2-wrong"));
        enter(page, code);
        assertThat(page.locator(".well")).isVisible();
        faults.addAll(look(page, language, "3-nothing"));

        // An alert, answered in each way
        UUID id = UUID.fromString("3c9a52d8-71be-4a06-8f0d-5e2b7a94c613");
        office.hears(Office.alert(id));
        page.locator(".again").click();
        assertThat(page.locator(".card")).hasCount(1);
        faults.addAll(look(page, language, "4-alert"));
        List<Action> actions = List.of(
                Action.NEED_INFO,
                Action.ACKNOWLEDGE,
                Action.CLAIM,
                Action.RELEASE,
                Action.DECLINE,
                Action.ACKNOWLEDGE,
                Action.RESOLVE);
        for (int given = 1; given <= actions.size(); given++) {
            String word = actions.get(given - 1).word();
            page.locator("button[value=" + word + "]").click();
            assertThat(page.locator(".given li")).hasCount(given);
            faults.addAll(look(page, language, "5-" + given + "-" + word));
        }
        assertThat(office.inbox.answers().given(id))
                .extracting(given -> given.answer().action())
                .containsExactlyElementsOf(actions);

        // Its details, once the code is typed again
        UUID handOver = UUID.randomUUID();
        office.hears(Office.withDetails(id, handOver));
        page.locator(".again").click();
        page.locator(".read").click();
        assertThat(page.locator("#name")).hasValue("mara");
        faults.addAll(look(page, language, "6-1-details-code"));
        page.locator("#code").fill("abcd-efgh-jkmn");
        page.locator(".sign-in button").click();
        assertThat(page.locator("#wrong")).isVisible();
        page.locator("#code").fill(code);
        page.locator(".sign-in button").click();
        assertThat(page.locator("main .more")).isVisible();
        faults.addAll(look(page, language, "6-2-details-missing"));
        office.fetches(id, handOver, "Leyla is at the station, platform 2.\nDo not call her. " + "x".repeat(300));
        page.locator(".turn a").click();
        page.locator(".read").click();
        page.locator("#code").fill(code);
        page.locator(".sign-in button").click();
        assertThat(page.locator(".text")).containsText("platform 2.");
        faults.addAll(look(page, language, "6-3-details"));
        page.locator(".turn a").click();

        // Much at once, and a line that is cut
        String held = Office.alert(id).replace("\"to\":", "\"heard\":7,\"heldUntil\":\"2026-11-24T11:00:00Z\",\"to\":");
        office.hears(
                held,
                Office.alert(UUID.randomUUID()).replace("Actual", "Exercise"),
                Penah.alert(UUID.randomUUID(), 2, "Cancel", "safe-house"),
                Office.alert(UUID.randomUUID()).replace("\"to\":", "\"flood\":57,\"to\":"));
        office.pulse = Office.SILENT;
        page.locator(".again").click();
        assertThat(page.locator("#pulse .alarm")).isVisible();
        faults.addAll(look(page, language, "7-much"));

        // Over
        office.hears();
        office.pulse = Office.WELL;
        page.locator(".again").click();
        page.locator(".turn a").click();
        assertThat(page.locator(".card.over").first()).isVisible();
        faults.addAll(look(page, language, "8-archive"));
        page.locator(".turn a").first().click();
        page.locator(".leave button").click();
        assertThat(page.locator("#name")).isVisible();

        // Then
        assertThat(faults).isEmpty();
    }

    private static void enter(Page page, String code) {
        page.locator("#name").fill("mara");
        page.locator("#code").fill(code);
        page.locator(".sign-in button").click();
    }

    private static List<Object> look(Page page, Language language, String state) {
        // Its style, too.
        page.waitForLoadState();
        List<Object> faults = new ArrayList<>(Chromium.barriers(page));
        faults.addAll(Chromium.barriersInDark(page));
        faults.addAll((List<?>) page.evaluate("""
                width => [...document.querySelectorAll('button, a, input:not([type=hidden]), summary')]
                    .map(element => [element.textContent || element.name, element.getBoundingClientRect()])
                    .filter(([, box]) => box.width > 0 && (box.height < 44 || box.left < 0 || box.right > width))
                    .map(([name, box]) => name + ': ' + box.height + ' high, ends at ' + box.right)""", WIDTH));
        if (!page.evaluate("document.documentElement.scrollWidth").equals(WIDTH)) {
            faults.add(state + " is wider than the phone");
        }
        String pictures = System.getProperty("screenshots");
        if (pictures != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(pictures, "phone-" + language.code() + "-" + state + ".png")));
        }
        return faults;
    }
}

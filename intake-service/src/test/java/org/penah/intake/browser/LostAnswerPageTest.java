package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;

/** A circuit that breaks after a tip was kept and before its browser has the answer. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class LostAnswerPageTest {

    private final AtomicInteger sendings = new AtomicInteger();

    @Test
    void without_script_a_reload_shows_the_receipt_again() {
        try (FormBrowser browser = FormBrowser.orSkip()) {
            // Given
            Page page = browser.page(false, FormBrowser.PHONE);
            String receipt = sendAndLoseAnswer(page);
            page.waitForURL("chrome-error://**");
            List<String> tips = LocalPostgres.ask("select tip_id from tip");

            // When
            page.reload();

            // Then
            shows(page, receipt);
            assertThat(LocalPostgres.ask("select tip_id from tip")).containsExactlyInAnyOrderElementsOf(tips);
        }
    }

    @Test
    void with_script_the_receipt_is_shown_again_without_asking() {
        try (FormBrowser browser = FormBrowser.orSkip()) {
            // Given
            Page page = browser.page(true, FormBrowser.PHONE);
            List<String> before = LocalPostgres.ask("select tip_id from tip");

            // When
            String receipt = sendAndLoseAnswer(page);

            // Then
            shows(page, receipt);
            assertThat(sendings).hasValue(2);
            assertThat(LocalPostgres.ask("select tip_id from tip")).hasSize(before.size() + 1);
        }
    }

    private String sendAndLoseAnswer(Page page) {
        page.route("**/en/tip", this::loseFirstAnswer);
        page.navigate("/en/tip");
        page.waitForSelector("#sealing");
        String receipt = page.inputValue("[name=receipt]");
        page.check("[name=danger][value=none]");
        page.check("[name=topic][value=other]");
        page.fill("[name=message]", "What I saw.");
        page.click("form > button[type=submit]");
        return receipt;
    }

    private void loseFirstAnswer(Route route) {
        if (route.request().method().equals("POST") && sendings.incrementAndGet() == 1) {
            assertThat(route.fetch().text()).contains("<h1>Received</h1>");
            route.abort("connectionreset");
        } else {
            route.resume();
        }
    }

    private static void shows(Page page, String receipt) {
        assertThat(page.locator("h1")).hasText("Received");
        assertThat(page.locator("main")).containsText("This second sending was not added.");
        assertThat(page.locator("main .digits")).hasText(receipt);
    }
}

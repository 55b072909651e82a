package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.inbox.Returning;

/** A source that comes back in a real browser, its script on or off. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class ComingBackTest {

    private static final String MARKUP = "<img src=x onerror='document.title=1'><b>Salam</b> https://example.org";

    private static FormBrowser chromium;

    private final Returning source = new Returning();

    @BeforeAll
    static void start() {
        chromium = FormBrowser.orSkip();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void a_reply_is_text_and_nothing_else(boolean script) {
        // Given
        source.staffReply(source.sendTip(), MARKUP);
        Page page = chromium.page(script, FormBrowser.PHONE);

        // When
        comeBack(page);

        // Then
        assertThat(page.locator(".reply")).hasText(MARKUP);
        assertThat(page.locator(".reply *")).hasCount(0);
        assertThat(page.locator("main a")).hasCount(0);
        assertThat(page.url()).endsWith("/en/inbox");
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void what_is_sent_more_comes_to_the_same_inbox(boolean script) {
        // Given
        source.sendTip();
        Page page = chromium.page(script, FormBrowser.PHONE);
        comeBack(page);

        // When
        page.click("button[value=more]");
        page.check("[name=soon][value=as-before]");
        page.fill("[name=message]", "There were two of them.");
        page.click("form > button[type=submit]");
        page.waitForSelector(".received");

        // Then
        assertThat(page.locator("main .digits")).hasText(source.receipt().toDigits());
        assertThat(source.tips()).hasSize(2);
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void received_leads_on_to_a_consent_with_the_same_receipt(boolean script) {
        // Given
        Page page = chromium.page(script, FormBrowser.PHONE);
        page.navigate("/en/danger");
        if (script) {
            assertThat(page.locator("#sealing [role=status]")).containsText("has checked our keys");
        }
        page.check("[name=soon][value=hours]");
        page.check("[name=alert][value=no]");
        page.fill("[name=message]", "They asked for her by name.");
        page.click("form > button[type=submit]");
        page.waitForSelector(".received");
        String receipt = page.locator("main .digits").textContent().strip();

        // When
        page.click("button[value=tell]");
        page.check("[name=soon][value=as-before]");
        page.check("[name=alert][value=yes]");
        page.click(".languages [lang=fa]");
        assertThat(page.locator("html")).hasAttribute("lang", "fa");
        page.click(".languages [lang=en]");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        page.fill("[name=message]", "You may.");
        page.click("form > button[type=submit]");
        page.waitForSelector(".received");

        // Then
        assertThat(page.locator("main .digits")).hasText(receipt);
        assertThat(page.locator("main")).containsText("told once staff have confirmed the danger");
        assertThat(page.locator("button[value=tell]")).hasCount(0);
        page.context().close();
    }

    /** The same source with the same slip of paper, after any error in the form. */
    @Test
    void a_form_with_faults_keeps_the_receipt_that_was_noted() {
        // Given
        Page page = chromium.page(true, FormBrowser.PHONE);
        page.navigate("/en/tip");
        page.waitForSelector("#sealing [value=server]");
        String noted = page.inputValue("[name=receipt]");

        // When
        page.check("[name=sealing][value=server]");
        page.evaluate("document.querySelector('#tip').noValidate = true");
        page.click("form > button[type=submit]");
        page.waitForSelector(".summary");
        page.waitForSelector("#sealing [value=server]");

        // Then
        assertThat(page.inputValue("[name=receipt]")).isEqualTo(noted);
        assertThat(page.locator("form .digits")).hasText(noted);
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void everything_can_be_taken_back_step_by_step(boolean script) {
        // Given
        UUID tip = source.sendDanger();
        source.staffReply(tip, "Stay where you are.");
        Page page = chromium.page(script, FormBrowser.PHONE);
        comeBack(page);

        // When
        takeBack(page, "delete");
        assertThat(page.locator("main")).containsText("There is no reply yet");
        takeBack(page, "stop-details");
        assertThat(page.locator("button[value^=stop-details]")).hasCount(0);
        takeBack(page, "stop-alert");
        assertThat(page.locator("button[value^=stop-alert]")).hasCount(0);
        takeBack(page, "erase");

        // Then
        assertThat(page.locator("h1")).hasText("Everything is deleted");
        assertThat(source.replies()).isEmpty();
        assertThat(source.tips()).isEmpty();
        comeBack(page);
        assertThat(page.locator(".summary")).containsText("There is nothing under this receipt");
        page.context().close();
    }

    private static void takeBack(Page page, String what) {
        page.click("button[value^='" + what + "']");
        page.click(".grave");
        page.waitForSelector("main:not(:has(.grave))");
    }

    private void comeBack(Page page) {
        page.navigate("/en/inbox");
        page.fill("#receipt", source.receipt().toWords());
        page.click("form > button");
        page.waitForSelector("main:not(:has(#receipt)), .summary");
    }
}

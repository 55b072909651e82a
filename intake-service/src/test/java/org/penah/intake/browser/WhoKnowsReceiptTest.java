package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.inbox.Returning;

/** Compares what the form says about who has seen its receipt with what passed the wire. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class WhoKnowsReceiptTest {

    private static final String KNOWN = "Our server knew it when it made this page";
    private static final String CHECKED = "This page’s script has checked our keys";

    private static FormBrowser chromium;

    private Wire wire;
    private Page page;

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

    @BeforeEach
    void connect() throws IOException {
        wire = new Wire();
        page = chromium.page(true, FormBrowser.PHONE);
    }

    @AfterEach
    void disconnect() throws IOException {
        page.context().close();
        wire.close();
    }

    @Test
    void without_script_the_server_knew_it() {
        // Given
        page.context().close();
        page = chromium.page(false, FormBrowser.PHONE);

        // When
        page.navigate(wire.address("/en/tip"));

        // Then
        says(KNOWN);
        assertThat(passed()).isTrue();
    }

    @Test
    void a_receipt_of_the_browsers_own_the_server_has_not_seen() {
        // When
        open();

        // Then
        says("Your browser made it.");
        assertThat(passed()).isFalse();
    }

    @Test
    void a_script_that_comes_late_leaves_the_receipt_and_says_that_the_server_knew_it() {
        // Given
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/assets/form.js", held::add);
        page.navigate(wire.address("/en/tip"), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.click("h1");

        // When
        held.forEach(Route::resume);
        assertThat(page.locator("#sealing")).containsText(CHECKED);

        // Then
        says(KNOWN);
        assertThat(passed()).isTrue();
    }

    @Test
    void another_language_says_the_same() {
        // Given
        open();

        // When
        page.click(".languages [lang=tr]");
        assertThat(page.locator("html")).hasAttribute("lang", "tr");

        // Then
        says("Onu tarayıcınız üretti.");
        assertThat(passed()).isFalse();
    }

    @Test
    void a_form_that_came_back_from_the_server_says_that_it_knew_it() {
        // Given
        open();
        page.check("[name=sealing][value=server]");
        page.evaluate("document.querySelector('#tip').noValidate = true");

        // When
        page.click("form > button[type=submit]");
        assertThat(page.locator(".summary")).isVisible();
        assertThat(page.locator("#sealing")).containsText(CHECKED);

        // Then
        says(KNOWN);
        assertThat(passed()).isTrue();
    }

    @Test
    void a_receipt_from_before_that_was_typed_here_says_so() {
        // Given
        Returning source = new Returning();
        source.sendTip();
        page.navigate(wire.address("/en/inbox"));
        page.fill("#receipt", source.receipt().toDigits());
        page.click("form > button");

        // When
        page.click("button[value=more]");

        // Then
        says("Our server did not see it just now.");
        assertThat(page.inputValue("[name=receipt]")).isEqualTo(source.receipt().toDigits());
        assertThat(passed()).isFalse();
    }

    private void open() {
        page.navigate(wire.address("/en/tip"));
        assertThat(page.locator("#sealing")).containsText(CHECKED);
    }

    private void says(String sentence) {
        assertThat(page.locator("#receipt [data-known]")).containsText(sentence);
    }

    /** Whether the receipt of the form went over the wire, in either direction. */
    private boolean passed() {
        String receipt = page.inputValue("[name=receipt]");
        return (wire.sent() + wire.answered()).contains(receipt);
    }
}

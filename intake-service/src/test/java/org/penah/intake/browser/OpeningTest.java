package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.intake.inbox.Returning;

/** The inbox opened by the page's script: what the service does not learn, and what happens when something fails. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class OpeningTest {

    private static final String REPLY = "The heron has left the ditch.";
    private static final String STATUS = "#opening [role=status]";
    private static final String OPEN = "form > button";

    private static FormBrowser chromium;

    private final Returning source = new Returning();
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
    void neither_the_receipt_nor_what_a_reply_says_passes_the_wire() {
        // Given
        source.staffReply(source.sendTip(), REPLY);
        List<String> sizes = new CopyOnWriteArrayList<>();
        page.onResponse(answer -> {
            if (answer.headers().getOrDefault("content-type", "").startsWith("text/html")) {
                sizes.add(answer.headers().get("content-length"));
            }
        });
        ask(source.receipt().toWords());

        // When
        page.click(OPEN);
        assertThat(page.locator(".reply")).hasText(REPLY);
        page.click("button[value=more]");
        page.check("[name=soon][value=as-before]");
        page.fill("[name=message]", "There were two of them.");
        page.click("form > button[type=submit]");

        // Then
        assertThat(page.locator(".received")).isVisible();
        assertThat(page.locator("main .digits")).hasText(source.receipt().toDigits());
        assertThat(source.tips()).hasSize(2);
        assertThat(sizes).hasSize(4).containsOnly("49152");
        String digits = source.receipt().toDigits();
        String words = source.receipt().toWords();
        assertThat(wire.sent())
                .contains("mailbox=")
                .doesNotContain(
                        "receipt=",
                        "name=\"receipt\"",
                        digits,
                        digits.replace(" ", ""),
                        digits.replace(' ', '+'),
                        words,
                        words.replace(' ', '+'));
        assertThat(wire.answered()).contains("data-sealed=").doesNotContain(REPLY, digits, words);
    }

    /** It shares the page's content policy, which allows our own server. */
    @Test
    void what_opens_replies_has_given_up_its_network() {
        // Given
        source.staffReply(source.sendTip(), REPLY);
        ask(source.receipt().toWords());
        page.click(OPEN);
        assertThat(page.locator(".reply")).hasText(REPLY);

        // When
        Object left = page.workers()
                .get(0)
                .evaluate("() => ['fetch', 'XMLHttpRequest', 'WebSocket', 'WebTransport', 'EventSource', 'Worker',"
                        + " 'importScripts', 'caches'].filter((name) => self[name] !== undefined)");

        // Then
        assertThat((List<?>) left).isEmpty();
    }

    @Test
    void every_step_has_its_page_without_a_second_asking() {
        // Given
        source.staffReply(source.sendDanger(), REPLY);
        ask(source.receipt().toDigits());
        page.click(OPEN);

        // When
        page.click("button[value^=delete]");
        page.click(".grave");

        // Then
        assertThat(page.locator(".done")).hasText("The reply is deleted.");
        assertThat(page.locator("h1")).isFocused();
        assertThat(source.replies()).isEmpty();
        page.click("button[value=erase]");
        page.click(".grave");
        assertThat(page.locator("h1")).hasText("Everything is deleted");
        assertThat(source.tips()).isEmpty();
        assertThat(wire.sent()).doesNotContain("receipt=");
    }

    @Test
    void a_reply_to_somebody_else_is_said_not_to_open() {
        // Given
        source.staffSend(source.sendTip(), new Returning().seal(REPLY));
        ask(source.receipt().toDigits());

        // When
        page.click(OPEN);

        // Then
        assertThat(page.locator("section .warning")).containsText("An answer that cannot be opened");
        assertThat(page.locator(".reply")).isHidden();
    }

    @Test
    void without_keys_that_are_checked_nothing_is_opened_until_the_source_decides() {
        // Given
        source.staffReply(source.sendTip(), REPLY);
        page.route("**/keys.json", Route::abort);
        ask(source.receipt().toDigits());
        assertThat(page.locator(STATUS)).containsText("so it opens nothing");

        // When
        page.click(OPEN);

        // Then
        assertThat(page.locator(STATUS)).containsText("Choose where answers are opened");
        assertThat(page.locator("#opening [value=browser]")).isDisabled();
        assertThat(wire.sent()).doesNotContain("POST");
        page.check("#opening [value=server]");
        page.click(OPEN);
        assertThat(page.locator(".reply")).hasText(REPLY);
        assertThat(wire.sent()).contains("receipt=").doesNotContain("opening=");
    }

    @Test
    void a_broken_connection_is_told_and_the_same_button_tries_again() {
        // Given
        source.staffReply(source.sendTip(), REPLY);
        ask(source.receipt().toDigits());
        page.route("**/en/inbox", Route::abort);
        page.click(OPEN);
        assertThat(page.locator(STATUS)).containsText("The connection is lost");

        // When
        page.unroute("**/en/inbox");
        page.click(OPEN);

        // Then
        assertThat(page.locator(".reply")).hasText(REPLY);
    }

    @Test
    void a_slip_of_the_pen_is_found_before_anything_is_sent() {
        // Given
        ask("1234 5678");

        // When
        page.click(OPEN);

        // Then
        assertThat(page.locator(".summary")).containsText("You typed 8 digits. A receipt has 32.");
        assertThat(page.locator(".summary")).isFocused();
        assertThat(page.locator("#receipt-fault")).hasText("Something is missing, or there is too much");
        assertThat(page.locator("#receipt")).hasValue("1234 5678");
        assertThat(wire.sent()).doesNotContain("POST");
    }

    /** As after a quarter of an hour, or when somebody else went on with the page. */
    @Test
    void a_page_that_works_no_more_asks_for_the_receipt_and_opens_again() {
        // Given
        source.staffReply(source.sendTip(), REPLY);
        ask(source.receipt().toDigits());
        page.click(OPEN);
        assertThat(page.locator(".reply")).hasText(REPLY);
        page.evaluate("document.querySelector('[name=session]').value = 'A'.repeat(43)");

        // When
        page.click("button[value=look]");

        // Then
        assertThat(page.locator(".summary")).containsText("Please type your receipt again");
        assertThat(page.locator("main")).not().containsText(REPLY);
        page.fill("#receipt", source.receipt().toDigits());
        page.click(OPEN);
        assertThat(page.locator(".reply")).hasText(REPLY);
        assertThat(wire.sent()).doesNotContain("receipt=");
    }

    /** A browser sends what stands in a form without a script, though its source chose to keep the receipt there. */
    @ParameterizedTest
    @ValueSource(strings = {"look", "more"})
    void a_form_that_nobody_asked_for_or_that_has_no_script_gets_no_receipt(String wish) {
        // Given
        source.sendTip();
        String form = new Source().get("/en/tip").body();
        String answer = wish.equals("more") ? form.replace("id=\"in-browser\"", "") : form;
        ask(source.receipt().toDigits());
        page.click(OPEN);
        page.locator("button.quiet[value=" + wish + "]").waitFor();
        page.route(
                "**/en/inbox",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody(answer)));

        // When
        page.click("button.quiet[value=" + wish + "]");

        // Then
        assertThat(page.locator("main > .warning")).isVisible();
        assertThat(page.locator("#tip")).hasCount(0);
        assertThat(page.content()).doesNotContain(source.receipt().toDigits());
    }

    private void ask(String typed) {
        page.navigate(wire.address("/en/inbox"));
        page.fill("#receipt", typed);
    }
}

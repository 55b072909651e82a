package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.inbox.Returning;
import org.penah.intake.page.Language;
import org.penah.sealing.receipt.Receipt;

/** A source who finds out only in the middle of the form that another language suits them better. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class LanguagesTest {

    private static final String TEXT = "İki nəfər qapıdadır.";

    private static FormBrowser chromium;

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

    @Test
    void without_script_a_form_with_faults_keeps_what_was_typed() {
        // Given
        Page page = chromium.page(false, FormBrowser.PHONE);
        page.navigate("/az/tip");
        String receipt = page.inputValue("[name=receipt]");
        page.check("[name=danger][value=me]");
        page.check("[name=alert][value=yes]");
        page.fill("[name=message]", TEXT);
        page.evaluate("document.querySelector('#tip').noValidate = true");
        page.click("form > button");
        page.waitForSelector(".summary");

        // When
        page.click(".languages [lang=fa]");

        // Then
        assertThat(page.locator("html")).hasAttribute("lang", "fa");
        assertThat(page.locator(".summary a[href='#topic']")).isVisible();
        keeps(page, receipt);
        page.check("[name=soon][value=hours]");
        page.check("[name=topic][value=threat]");
        page.click("form > button");
        assertThat(page.locator(".received")).isVisible();
        page.context().close();
    }

    @Test
    void with_script_a_form_keeps_even_its_files_and_sends_nothing_for_it() throws IOException {
        try (Wire wire = new Wire()) {
            // Given
            Page page = chromium.page(true, FormBrowser.PHONE);
            page.navigate(wire.address("/az/tip"));
            String receipt = page.inputValue("[name=receipt]");
            page.check("[name=danger][value=me]");
            page.check("[name=alert][value=yes]");
            page.fill("[name=message]", TEXT);
            page.setInputFiles("#files", new FilePayload("a.txt", "text/plain", new byte[1000]));
            page.click("form > button[type=submit]");
            page.evaluate("document.querySelector('#tip').noValidate = true");
            page.click("form > button[type=submit]");
            assertThat(page.locator(".summary")).isVisible();

            // When
            page.click(".languages [lang=fa]");

            // Then
            assertThat(page.locator("html")).hasAttribute("lang", "fa");
            assertThat(page.locator(".summary a[href='#topic']")).isVisible();
            assertThat(page.locator("#sealing [role=status]")).containsText("اسکریپت این صفحه کلیدهای ما را بررسی کرد");
            keeps(page, receipt);
            String shown = page.locator("form .digits").innerText();
            assertThat(shown).matches("[۰-۹\\s]+");
            assertThat(same(shown)).isEqualTo(same(receipt));
            assertThat(page.evaluate("document.querySelector('#files').files[0].name"))
                    .isEqualTo("a.txt");
            assertThat(page.url()).endsWith("/fa/tip");
            assertThat(wire.sent()).doesNotContain("POST", "qapıda");
            page.check("[name=soon][value=hours]");
            page.check("[name=topic][value=threat]");
            page.click("form > button[type=submit]");
            assertThat(page.locator(".received")).isVisible();
            page.context().close();
        }
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void a_page_that_shows_a_receipt_leads_to_no_other_language(boolean script) {
        // Given
        Page page = chromium.page(script, FormBrowser.PHONE);
        page.navigate("/en/tip");
        assertThat(page.locator("nav")).hasCount(1);

        // When
        Scene.RECEIVED.open(page, Language.EN);

        // Then
        assertThat(page.locator("nav")).hasCount(0);
        assertThat(page.locator("main .digits")).isVisible();
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void the_form_for_danger_goes_on_in_another_language_and_as_the_whole_one(boolean script) {
        // Given
        Page page = chromium.page(script, FormBrowser.PHONE);
        page.navigate("/az/danger");
        String receipt = page.inputValue("[name=receipt]");
        page.check("[name=soon][value=hours]");
        page.check("[name=alert][value=details]");
        page.fill("[name=message]", TEXT);

        // When
        page.click(".languages [lang=ru]");
        assertThat(page.locator("html")).hasAttribute("lang", "ru");
        assertThat(page.locator("h1")).hasText("Кто-то в опасности");
        page.click("button[value=whole]");

        // Then
        assertThat(page.locator("#files")).isVisible();
        assertThat(page.locator("html")).hasAttribute("lang", "ru");
        assertThat(page.locator(".summary")).hasCount(0);
        assertThat(page.locator("[name=message]")).hasValue(TEXT);
        assertThat(page.locator("[name=soon][value=hours]")).isChecked();
        assertThat(page.locator("[name=alert][value=details]")).isChecked();
        assertThat(page.locator("[name=danger]:checked")).hasCount(0);
        assertThat(page.locator("[name=receipt]")).hasValue(receipt);
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void what_is_sent_with_the_form_for_danger_comes_with_its_receipt(boolean script) {
        // Given
        Page page = chromium.page(script, FormBrowser.PHONE);
        page.navigate("/en/danger");
        if (script) {
            assertThat(page.locator("#sealing [role=status]")).containsText("has checked our keys");
        }
        String receipt = page.inputValue("[name=receipt]");
        page.check("[name=soon][value=hours]");
        page.check("[name=alert][value=details]");
        page.fill("[name=message]", TEXT);

        // When
        page.click("form > button[type=submit]");

        // Then
        assertThat(page.locator(".received")).containsText(script ? "your browser, before it left" : "our server");
        assertThat(page.locator("main .digits")).hasText(receipt);
        assertThat(page.locator("[data-known]")).containsText(script ? "Your browser made it" : "Our server knew it");
        page.context().close();
    }

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void an_inbox_goes_on_in_another_language(boolean script) {
        // Given
        Returning source = new Returning();
        source.staffReply(source.sendDanger(), TEXT);
        Page page = chromium.page(script, FormBrowser.PHONE);
        page.navigate("/en/inbox");
        page.fill("#receipt", source.receipt().toWords());

        // When
        page.click(".languages [lang=az]");
        assertThat(page.locator("html")).hasAttribute("lang", "az");
        assertThat(page.locator("#receipt")).hasValue(source.receipt().toWords());
        page.click("form > button");
        assertThat(page.locator(".reply")).hasText(TEXT);
        page.click(".languages [lang=tr]");

        // Then
        assertThat(page.locator("html")).hasAttribute("lang", "tr");
        assertThat(page.locator(".reply")).hasText(TEXT);
        page.click("button[value^=stop-alert]");
        assertThat(page.locator(".grave")).isVisible();
        page.click(".languages [lang=ru]");
        assertThat(page.locator("html")).hasAttribute("lang", "ru");
        assertThat(page.locator(".grave")).isVisible();
        page.click("button[value=look]");
        assertThat(page.locator(".reply")).hasText(TEXT);
        page.click("button[value=more]");
        assertThat(page.locator("html")).hasAttribute("lang", "ru");
        assertThat(page.locator("form .digits")).hasText(source.receipt().toDigits());
        page.context().close();
    }

    /** Enter in a field presses the first button of its form. */
    @Test
    void enter_opens_the_inbox_and_changes_no_language() {
        // Given
        Returning source = new Returning();
        source.sendTip();
        Page page = chromium.page(true, FormBrowser.PHONE);
        page.navigate("/en/inbox");
        assertThat(page.locator("#opening [role=status]")).containsText("has checked our keys");
        page.fill("#receipt", source.receipt().toWords());

        // When
        page.press("[name=opening][value=browser]", "Enter");

        // Then
        assertThat(page.locator("h1")).hasText("Your inbox");
        page.context().close();
    }

    @Test
    void a_second_answer_in_another_language_does_not_undo_what_was_typed_after_the_first() {
        // Given
        List<Route> held = new CopyOnWriteArrayList<>();
        Page page = chromium.page(true, FormBrowser.PHONE);
        page.navigate("/en/danger");
        assertThat(page.locator("#sealing [role=status]")).containsText("has checked our keys");
        page.fill("[name=message]", TEXT);
        page.route("**/tr/danger", held::add);
        page.click(".languages [lang=tr]");
        page.click(".languages [lang=tr]");
        await().until(() -> {
            page.evaluate("0");
            return held.size() == 2;
        });
        held.get(0).resume();
        assertThat(page.locator("html")).hasAttribute("lang", "tr");
        page.fill("[name=message]", TEXT + TEXT);

        // When
        page.waitForResponse("**/tr/danger", held.get(1)::resume).finished();
        page.evaluate("() => new Promise(setTimeout)");

        // Then
        assertThat(page.locator("[name=message]")).hasValue(TEXT + TEXT);
        page.context().close();
    }

    @Test
    void who_is_asked_whether_they_are_sure_reads_it_in_another_language() {
        // Given
        Returning source = new Returning();
        source.sendDanger();
        Page page = chromium.page(false, FormBrowser.PHONE);
        page.navigate("/en/inbox");
        page.fill("#receipt", source.receipt().toWords());
        page.click("form > button");
        page.click("button[value^=stop-alert]");
        assertThat(page.locator(".grave")).isVisible();

        // When
        page.click(".languages [lang=tr]");

        // Then
        assertThat(page.locator("html")).hasAttribute("lang", "tr");
        assertThat(page.locator(".grave")).isVisible();
        page.click(".grave");
        assertThat(page.locator(".done")).isVisible();
        page.context().close();
    }

    /** Every day of two generations, as the browser's own calendar writes it. */
    @Test
    void a_persian_day_is_that_of_every_persian_calendar() {
        // Given
        LocalDate first = LocalDate.parse("1990-01-01");
        int count = 29_220;
        Page page = chromium.page(true, FormBrowser.DESK);

        // When
        Object browsers = page.evaluate("""
                ([first, count]) => {
                    const persian = new Intl.DateTimeFormat('fa-IR-u-ca-persian', {dateStyle: 'long', timeZone: 'UTC'});
                    const days = Array.from({length: count}, (_, i) => new Date(Date.parse(first) + i * 86_400_000));
                    return days.map(day => persian.format(day)).join('\\n');
                }""", List.of(first.toString(), count));

        // Then
        assertThat(Stream.iterate(first, day -> day.plusDays(1)).limit(count).map(Language.FA::day))
                .containsExactly(((String) browsers).split("\n"));
        page.context().close();
    }

    private static void keeps(Page page, String receipt) {
        assertThat(page.locator("[name=message]")).hasValue(TEXT);
        assertThat(page.locator("[name=danger][value=me]")).isChecked();
        assertThat(page.locator("[name=alert][value=yes]")).isChecked();
        assertThat(page.inputValue("[name=receipt]")).isEqualTo(receipt);
    }

    private static String same(String receipt) {
        try {
            return Receipt.parse(receipt).toWords();
        } catch (org.penah.sealing.receipt.ReceiptException mistyped) {
            throw new AssertionError(mistyped);
        }
    }
}

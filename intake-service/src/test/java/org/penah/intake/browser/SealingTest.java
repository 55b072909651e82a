package org.penah.intake.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.tip.TipReader;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.tip.TipContent;

/** The form in a real browser, its script on, off, and broken. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class SealingTest {

    private static final String CANARY = "The heron stands in the second ditch behind the mill.";
    private static final String CHECKED = "This page’s script has checked our keys";

    private static FormBrowser chromium;

    private final List<Path> before = Source.blobs();
    private final List<String> violations = new ArrayList<>();
    private Wire wire;

    @TempDir
    Path folder;

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
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
    }

    @Test
    void a_large_tip_is_sealed_in_the_browser_and_survives_a_broken_connection() throws Exception {
        // Given
        byte[] file = new byte[20 << 20];
        new Random(11).nextBytes(file);
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        String shown = page.locator("form .digits").innerText();
        fill(page);
        page.setInputFiles("#files", new FilePayload("Fotoşəkil.bin", "video/mp4", file));
        wire.cutAfter(9 << 20);

        // When
        page.click("button[type=submit]");
        Locator heading = page.locator("h1", new Page.LocatorOptions().setHasText("Received"));
        heading.waitFor();

        // Then
        assertThat(wire.cuts()).isEqualTo(1);
        assertThat(page.locator("main")).containsText("Sealed by: your browser");
        assertThat(page.locator("main .digits")).hasText(shown);
        assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("H1");
        Path blob = Source.newBlob(before);
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        TipContent tip = TipReader.extract(() -> LocalKeys.open(blob, "general"), named -> opened);
        assertThat(opened.toByteArray()).isEqualTo(file);
        assertThat(tip.message()).isEqualTo(CANARY);
        assertThat(tip.files())
                .singleElement()
                .satisfies(named -> assertThat(named.name()).isEqualTo("Fotoşəkil.bin"));
        assertThat(tip.replyTo())
                .isEqualTo(Receipt.parse(shown)
                        .derive(LocalKeys.RECEIPTS)
                        .identity()
                        .recipient()
                        .toString());
        assertThat(wire.sent())
                .as("what the service was told")
                .contains("name=\"topic\"")
                .doesNotContain(
                        CANARY, "Foto", shown.trim(), Receipt.parse(shown).toWords());
        assertThat(violations).isEmpty();
    }

    @Test
    void without_a_script_the_server_seals_and_the_page_says_so() throws IOException {
        // Given
        Page page = chromium.page(false, FormBrowser.DESK);
        page.navigate(wire.address("/en/tip"));
        assertThat(page.locator("#sealing")).containsText("Our server will seal your tip");
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("main")).containsText("Sealed by: our server");
        assertThat(TipReader.check(LocalKeys.open(Source.newBlob(before), "general"))
                        .message())
                .isEqualTo(CANARY);
    }

    @Test
    void with_a_script_the_server_seals_only_if_the_source_says_so() {
        // Given
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        fill(page);

        // When
        page.check("input[name=sealing][value=server]");
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("main")).containsText("Sealed by: our server");
        assertThat(violations).isEmpty();
    }

    @Test
    void keys_that_cannot_be_checked_leave_the_choice_to_the_source() {
        // Given
        Page page = chromium.page(true, FormBrowser.DESK);
        page.route("**/keys.json.minisig", route -> route.abort());
        page.navigate(wire.address("/en/tip"));
        assertThat(page.locator("#sealing")).containsText("could not check our keys");
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("#sealing")).containsText("Choose where your tip is sealed.");
        assertThat(page.locator("input[value=browser]")).isDisabled();
        assertThat(page.locator("#message")).hasValue(CANARY);
        assertThat(wire.sent()).doesNotContain("POST", CANARY);
        page.check("input[name=sealing][value=server]");
        page.click("button[type=submit]");
        assertThat(page.locator("main")).containsText("Sealed by: our server");
    }

    @Test
    void keys_that_do_not_name_this_script_let_it_seal_nothing() throws IOException {
        // Given
        Page page = chromium.page(true, FormBrowser.DESK);
        for (String name : List.of("keys.json", "keys.json.minisig")) {
            Path other = LocalKeys.withoutScript().resolve(name);
            page.route(
                    "**/.well-known/penah/" + name, route -> route.fulfill(new Route.FulfillOptions().setPath(other)));
        }

        // When
        page.navigate(wire.address("/en/tip"));

        // Then
        assertThat(page.locator("#sealing")).containsText("could not check our keys");
        assertThat(page.locator("input[value=browser]")).isDisabled();
        assertThat(page.locator("input[name=sealing]:checked")).hasCount(0);
    }

    @Test
    void a_worker_that_cannot_start_sends_nothing_and_keeps_what_was_typed() {
        // Given: the page has its script, and its Worker never comes
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        page.context().route("**/assets/form.js", route -> route.abort());
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("#sealing")).containsText("Sealing in the browser failed");
        assertThat(page.locator("input[name=sealing]:checked")).hasCount(0);
        assertThat(page.locator("#message")).hasValue(CANARY);
        assertThat(wire.sent()).doesNotContain("POST", CANARY);
        Source.nothingNewSince(before);
    }

    @Test
    void a_file_that_went_away_after_it_was_chosen_sends_nothing_and_keeps_what_was_typed() throws IOException {
        // Given
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        fill(page);
        Path file = zeros(1 << 20);
        choose(page, file);
        Files.delete(file);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("#sealing")).containsText("One of your files could not be read");
        assertThat(page.locator("#message")).hasValue(CANARY);
        assertThat(wire.sent()).doesNotContain(CANARY, "\0\0\0\0\0\0\0\0");
        Source.nothingNewSince(before);
        assertThat(violations).isEmpty();
    }

    @Test
    void a_worker_of_other_bytes_than_the_root_key_signed_never_runs() {
        // Given: an intruder in the service leaves pages and script alone, and answers only the request for the Worker
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        page.context()
                .route(
                        "**/assets/form.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody("onmessage = () => fetch('/stolen', { method: 'POST' })")));
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("#sealing")).containsText("Sealing in the browser failed");
        assertThat(wire.sent()).doesNotContain("POST", CANARY);
        Source.nothingNewSince(before);
    }

    @Test
    void a_script_that_never_comes_leaves_the_page_as_it_is_without_one() {
        // Given
        Page page = chromium.page(true, FormBrowser.DESK);
        page.route("**/assets/form.js", route -> route.abort());
        page.navigate(wire.address("/en/tip"));
        assertThat(page.locator("#sealing")).containsText("Our server will seal your tip");
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("main")).containsText("Sealed by: our server");
    }

    @Test
    void faults_are_told_at_once_with_everything_still_there() throws IOException {
        // Given
        Page page = open();
        page.check("input[name=danger][value=me]");
        page.check("input[name=topic][value=corruption]");
        page.setInputFiles("#files", zeros(25 << 20));
        page.fill("#message", "a".repeat(20_001));

        // When
        page.click("button[type=submit]");

        // Then
        Locator summary = page.locator(".summary");
        assertThat(summary).containsText("Say how soon something could happen");
        assertThat(summary).containsText("Say whether we may tell protection organisations");
        assertThat(summary).containsText("together they are over the limit");
        assertThat(summary).isFocused();
        assertThat(summary).containsText("Make the text shorter than 20,000 characters");
        assertThat(summary.locator("li")).hasCount(4);
        assertThat(page.inputValue("#message")).hasSize(20_001);
        assertThat(page.evaluate("document.querySelector('#files').files.length"))
                .isEqualTo(1);
        assertThat(wire.sent()).doesNotContain("POST");
    }

    @Test
    void on_a_phone_the_header_covers_nothing_of_what_is_left_to_choose() {
        // Given
        Page page = chromium.page(true, FormBrowser.PHONE);
        page.route("**/keys.json.minisig", route -> route.abort());

        // When
        page.navigate(wire.address("/ru/danger"));

        // Then
        assertThat(page.locator("#sealing")).isFocused();
        assertThat(top(page, "#sealing legend")).isGreaterThan(bottom(page, "header"));
    }

    @Test
    void the_source_can_pause_and_stop() throws IOException {
        // Given
        Page page = open();
        beginAndPause(page);

        // When
        page.click("button[value=stop]");

        // Then
        assertThat(page.locator("#sealing")).containsText("Stopped. Nothing was kept");
        assertThat(page.locator("#message")).hasValue(CANARY);
        Source.nothingNewSince(before);
        assertThat(violations).isEmpty();
    }

    @Test
    void the_source_can_pause_and_go_on() throws IOException {
        // Given
        Page page = open();
        beginAndPause(page);

        // When
        page.click("button[value=resume]");

        // Then
        assertThat(page.locator(".received")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(180_000));
        assertThat(violations).isEmpty();
    }

    @Test
    void a_second_press_while_the_keys_are_on_their_way_sends_nothing_twice() {
        // Given
        List<Route> held = new CopyOnWriteArrayList<>();
        Page page = chromium.page(true, FormBrowser.DESK);
        page.route("**/keys.json", held::add);
        page.navigate(wire.address("/en/tip"));
        fill(page);

        // When
        page.click("button[type=submit]");

        // Then
        assertThat(page.locator("#progress")).isVisible();
        assertThat((Boolean) page.evaluate("document.querySelector('#tip').inert"))
                .isTrue();
        held.forEach(Route::resume);
        assertThat(page.locator(".received")).isVisible();
    }

    @Test
    void a_page_in_another_language_that_comes_after_the_tip_was_sent_leaves_it_alone() throws IOException {
        // Given
        List<Route> held = new CopyOnWriteArrayList<>();
        Page page = open();
        assertThat(page.locator("#sealing")).containsText(CHECKED);
        page.route("**/tr/tip", held::add);
        page.click(".languages [lang=tr]");
        beginAndPause(page);

        // When
        Response other = page.waitForResponse("**/tr/tip", () -> held.forEach(Route::resume));
        other.finished();
        page.click("button[value=resume]");

        // Then
        assertThat(page.locator(".received")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(180_000));
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    /** By its path: a browser that is handed so many bytes takes seconds. */
    private Path zeros(int size) throws IOException {
        Path file = folder.resolve("a.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        return file;
    }

    /** In what is seen now. */
    private static double top(Page page, String selector) {
        return page.locator(selector).boundingBox().y;
    }

    private static double bottom(Page page, String selector) {
        return top(page, selector) + page.locator(selector).boundingBox().height;
    }

    /** As somebody does: by its path. Playwright would hand over its bytes. */
    private static void choose(Page page, Path file) {
        CDPSession devtools = page.context().newCDPSession(page);
        JsonObject field = new JsonObject();
        field.addProperty("expression", "document.querySelector('#files')");
        JsonObject found = devtools.send("Runtime.evaluate", field).getAsJsonObject("result");
        JsonObject chosen = new JsonObject();
        chosen.add("objectId", found.get("objectId"));
        JsonArray files = new JsonArray();
        files.add(file.toString());
        chosen.add("files", files);
        devtools.send("DOM.setFileInputFiles", chosen);
    }

    private void beginAndPause(Page page) throws IOException {
        fill(page);
        page.setInputFiles("#files", zeros(20 << 20));
        page.click("button[type=submit]");
        // At once: while a real click waits for a page that still moves, everything may be sent.
        page.dispatchEvent("button[value=pause]", "click");
        assertThat(page.locator("#progress [role=status]")).containsText("Paused");
    }

    private Page open() {
        Page page = chromium.page(true, FormBrowser.DESK);
        page.exposeFunction("penahViolation", arguments -> violations.add(String.valueOf(arguments[0])));
        page.addInitScript("addEventListener('securitypolicyviolation',"
                + " (event) => penahViolation(event.violatedDirective + ' ' + event.blockedURI));");
        page.onPageError(error -> violations.add(error));
        page.navigate(wire.address("/en/tip"));
        return page;
    }

    private static void fill(Page page) {
        page.check("input[name=danger][value=none]");
        page.check("input[name=topic][value=corruption]");
        page.fill("#message", CANARY);
    }
}

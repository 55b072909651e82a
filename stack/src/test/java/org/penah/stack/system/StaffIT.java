package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.ceremony.Ceremony;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.program.Command;

/**
 * A member of staff from the first day to the last, in real browsers, on the real Keycloak, database and broker. All of it in the
 * queue of which the other tests know nothing: its key changes here.
 */
@ExtendWith(RunningStack.class)
class StaffIT {

    private static final String LEAD = "aysel";
    private static final String NEWCOMER = "leyla";
    private static final String QUEUE = "general";
    private static final String ROOT = "passphrase-root";
    private static final String RECOVERY = "passphrase-recovery";
    private static final String FIRST = "violin harvest copper meadow lantern thirteen";
    private static final String SECOND = "orchard pebble winter saddle nineteen marble";

    /** On a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void somebodyComesWorksLosesTheirPassphraseAndGoes(Stack stack) throws Exception {
        try (Chromium open = Chromium.orSkip()) {
            // Given a tip of each sealing, and a newcomer whose browser has made their key
            SourcesBrowser source = SourcesBrowser.of(open.page(false));
            Witness beforeServer = new Witness(stack, QUEUE);
            String receipt = send(source, stack, "Sealed by intake.");
            String atServer = beforeServer.onlyTip();
            Witness beforeBrowser = new Witness(stack, QUEUE);
            send(SourcesBrowser.of(open.page(true)), stack, "Sealed in the browser.");
            String inBrowser = beforeBrowser.onlyTip();
            Witness beforeDevice = new Witness(stack, QUEUE);
            sendSealed(open.page(false), stack, "Sealed on the device.");
            String onDevice = beforeDevice.onlyTip();
            ConsoleDriver newcomer = signIn(open, stack, NEWCOMER);
            String digits = makeKey(newcomer.page(), FIRST);

            // When a lead hears the digits and admits them, and nobody keeps them out for an hour
            ConsoleDriver lead = signIn(open, stack, LEAD);
            lead.unlock(stack.keys().passphrase(LEAD), stack.keys().rootKey());
            admit(lead.page(), digits, stack);

            // Then they read every one, and the desk says how it was sealed
            lookWhetherAdmitted(newcomer, stack, FIRST);
            assertThat(newcomer.read(inBrowser)).isEqualTo("Sealed in the browser.");
            newcomer.page()
                    .getByText("In the source’s browser, before it was sent.")
                    .waitFor();
            assertThat(fileOf(newcomer, onDevice)).isEqualTo("Sealed on the device.");
            newcomer.page()
                    .getByText("On the source’s own device, with their own tool.")
                    .waitFor();
            assertThat(newcomer.read(atServer)).isEqualTo("Sealed by intake.");
            newcomer.page().getByText("By intake, while it was uploaded").waitFor();

            // When they vet it, ask the lead, and answer the source
            vet(newcomer.page(), "plausible", "Two others wrote the same.");
            note(newcomer.page(), "@" + LEAD + ", do you know the street?");
            newcomer.reply("We are looking into it.");

            // Then the lead reads both, and the source the answer
            page(lead, "Tips");
            lead.page()
                    .getByRole(AriaRole.BUTTON, named(Pattern.compile("^" + NEWCOMER + " in ")))
                    .click();
            lead.page().getByText("@" + LEAD + ", do you know the street?").waitFor();
            lead.page().getByText("Two others wrote the same.").waitFor();
            lead.page().getByText("Found to be plausible").waitFor();
            assertThat(answer(source, stack, receipt)).isEqualTo("We are looking into it.");

            // When they have lost their passphrase, make another key, and are admitted again
            button(newcomer.page(), "Lock").click();
            button(newcomer.page(), "I have lost my passphrase…").click();
            String others = makeKey(newcomer.page(), SECOND, stack);
            admit(lead.page(), others, stack);

            // Then they read what they read before
            lookWhetherAdmitted(newcomer, stack, SECOND);
            assertThat(newcomer.read(atServer)).isEqualTo("Sealed by intake.");
            newcomer.page().getByText("Two others wrote the same.").waitFor();

            // When the lead removes them, and the new key is signed and in use
            String me = text(newcomer.page(), stack, "/api/me");
            String keys = text(newcomer.page(), stack, "/api/keys");
            NextEpoch made = remove(lead.page(), stack);
            newcomer.page()
                    .getByText("Sealed by intake.")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            sign(stack, made);
            Witness beforeNew = new Witness(stack, QUEUE);
            send(source, stack, "Sealed to the next key.");
            String next = beforeNew.onlyTip();

            // Then the remaining members read it, without unlocking again
            page(lead, "Tips");
            assertThat(lead.read(next)).isEqualTo("Sealed to the next key.");
            assertThat(lead.read(atServer)).isEqualTo("Sealed by intake.");

            // And the service gives the one who went nothing at all
            newcomer.page().reload();
            newcomer.page()
                    .getByText("Welcome, " + NEWCOMER + ". Make your key")
                    .waitFor();

            // And had it given them everything, with the keys that they had: what came before opens, and nothing new
            giveEverything(newcomer.page(), lead.page(), me, keys);
            newcomer.page().reload();
            newcomer.unlock(SECOND, stack.keys().rootKey());
            assertThat(newcomer.read(atServer)).isEqualTo("Sealed by intake.");
            newcomer.choose(next);
            newcomer.page()
                    .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("No key of yours opens this tip"))
                    .waitFor();

            // When the server is lost, and of the keys only the ceremony's folder is left
            stack.kill("triage");
            loseTheLocks(stack);
            keys(stack, RECOVERY, "recover --dir \"$KEYS\" " + QUEUE + " 2 --member " + LEAD);
            stack.startAgain("triage");

            // Then the key that the lead's browser made opens its tip again
            ConsoleDriver afterwards = signIn(open, stack, LEAD);
            afterwards.unlock(stack.keys().passphrase(LEAD), stack.keys().rootKey());
            assertThat(afterwards.read(next)).isEqualTo("Sealed to the next key.");
            assertThat(afterwards.read(atServer)).isEqualTo("Sealed by intake.");
        }
    }

    /** They are in no backup; a restored server begins with none. */
    private static void loseTheLocks(Stack stack) throws Exception {
        Path locks = stack.state().folder("epoch-locks");
        try (Stream<Path> files = Files.list(locks)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
        try (Connection connection = databases.connect("triage");
                Statement statement = connection.createStatement()) {
            statement.execute("delete from lock_folder");
        }
    }

    /** On the computer of the ceremony. */
    private static void keys(Stack stack, String passphrase, String command) throws IOException {
        Command.of("bash", "-euo", "pipefail", "-c", "./penah keys " + command)
                .in(Path.of(".."))
                .with("PENAH_NO_BUILD", "yes")
                .with("KEYS", stack.keys().folder().toString())
                .with(
                        "PENAH_PASSPHRASE",
                        stack.state().secrets().get(passphrase).reveal())
                .succeed();
    }

    private static ConsoleDriver signIn(Chromium browser, Stack stack, String member) {
        return ConsoleDriver.signIn(browser, stack.ports().url(Port.TRIAGE), member, password(stack));
    }

    private static String send(SourcesBrowser source, Stack stack, String message) throws IOException {
        source.open(stack.ports().url(Port.INTAKE) + "/en/tip");
        source.click("input[name=danger][value=none]");
        source.click("input[name=topic][value=other]");
        source.type("textarea[name=message]", message);
        String receipt = source.value("input[name=receipt]");
        source.click("form button[type=submit]");
        source.waitFor(".received");
        return receipt;
    }

    /** A file that the source's own tool made, for the key that everybody can fetch and check. */
    private static void sendSealed(Page page, Stack stack, String words) throws Exception {
        KeyManifest keys = new Ceremony(stack.keys().folder()).verify();
        HybridRecipient recipient = keys.queue(QUEUE)
                .flatMap(queue -> queue.epochOn(LocalDate.now(ZoneOffset.UTC)))
                .orElseThrow()
                .recipient();
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(recipient), sealed)) {
            encryptor.write(words.getBytes(StandardCharsets.UTF_8));
            encryptor.finish();
        }
        page.navigate(stack.ports().url(Port.INTAKE) + "/en/sealed");
        page.locator("input[name=danger][value=none]").check();
        page.locator("input[name=topic][value=other]").check();
        page.locator("input[name=sealed]")
                .setInputFiles(new FilePayload("letter.age", "application/octet-stream", sealed.toByteArray()));
        page.locator("button[type=submit]").click();
        page.locator(".received").waitFor();
    }

    private static String answer(SourcesBrowser source, Stack stack, String receipt) throws IOException {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(3)).until(() -> {
            source.open(stack.ports().url(Port.INTAKE) + "/en/inbox");
            source.type("textarea[name=receipt]", receipt);
            source.click("button[type=submit]");
            source.waitFor("#next");
            return source.text("main").contains("Reply 1 of 1");
        });
        return source.text(".reply");
    }

    private static String makeKey(Page page, String passphrase) {
        askForKey(page, passphrase);
        return page.getByLabel("Fingerprint of your key").innerText();
    }

    /** Instead of the one that was lost, which Keycloak has them confirm. */
    private static String makeKey(Page page, String passphrase, Stack stack) {
        askForKey(page, passphrase);
        confirmThatItIsThem(page, stack);
        return page.getByLabel("Fingerprint of your key").innerText();
    }

    private static void askForKey(Page page, String passphrase) {
        page.getByLabel("Passphrase", new Page.GetByLabelOptions().setExact(true))
                .fill(passphrase);
        page.getByLabel("The same once more").fill(passphrase);
        button(page, "Make my key").click();
    }

    private static void lookWhetherAdmitted(ConsoleDriver newcomer, Stack stack, String passphrase) {
        button(newcomer.page(), "Look whether I am admitted").click();
        newcomer.unlock(passphrase, stack.keys().rootKey());
    }

    private static void admit(Page lead, String digits, Stack stack) throws SQLException {
        button(lead, "People").click();
        button(lead, "Admit " + NEWCOMER + "…").click();
        Locator dialog = lead.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Digits that " + NEWCOMER + " reads to you").fill(digits);
        dialog.getByLabel(QUEUE).check();
        dialog.getByRole(AriaRole.BUTTON, exactly("Admit " + NEWCOMER)).click();
        Locator keepOut = button(lead, "Keep " + NEWCOMER + " out of " + QUEUE);
        confirmIfAsked(lead, keepOut, stack);
        keepOut.waitFor();
        Locator alarm = lead.getByText("they read every tip of it");
        alarm.waitFor();
        letTheHourPass(stack);
        alarm.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        button(lead, "Tips").click();
        button(lead, "People").click();
        reads(lead, QUEUE + " (epoch 1)");
    }

    /** The demo has one lead, so nobody agrees. */
    private static void letTheHourPass(Stack stack) throws SQLException {
        Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
        try (Connection connection = databases.connect("triage");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update pending_deed set due = now() where which = '%s/%s'".formatted(NEWCOMER, QUEUE)))
                    .isOne();
        }
    }

    /** Unless they have confirmed it within five minutes. */
    private static void confirmIfAsked(Page lead, Locator otherwise, Stack stack) {
        Locator asked = lead.getByText("Confirm in a new window");
        otherwise.or(asked).first().waitFor();
        if (asked.isVisible()) {
            confirmThatItIsThem(lead, stack);
        }
    }

    private static void reads(Page lead, String queues) {
        lead.getByRole(AriaRole.ROW, named(NEWCOMER + " " + queues)).waitFor();
    }

    /** The next key, as the lead brings it to the keeper of the root key, and the digits that they read aloud. */
    private record NextEpoch(Path file, String digits) {}

    private static NextEpoch remove(Page lead, Stack stack) throws IOException {
        button(lead, "Remove " + NEWCOMER + "…").click();
        Locator dialog = lead.getByRole(AriaRole.DIALOG);
        Ceremony ceremony = new Ceremony(stack.keys().folder());
        dialog.getByLabel("Digits of the recovery key").fill(ceremony.recoveryDigits());
        for (String member : ceremony.membersOf(QUEUE)) {
            if (!member.equals(LEAD)) {
                dialog.getByLabel("Digits that " + member + " reads to you").fill(ceremony.digitsOf(member));
            }
        }
        dialog.getByRole(AriaRole.BUTTON, exactly("Remove " + NEWCOMER)).click();
        Locator save = button(lead, "Save for signing (" + QUEUE + ")");
        confirmIfAsked(lead, save, stack);
        Download saved = lead.waitForDownload(save::click);
        Path file = stack.state().folder("saved").resolve(saved.suggestedFilename());
        saved.saveAs(file);
        String digits = lead.getByLabel("Digits of epoch 2 of " + QUEUE).innerText();
        return new NextEpoch(file, digits);
    }

    /** What the root key's keeper does; the first epoch began yesterday, for no two may begin on one day. */
    private static void sign(Stack stack, NextEpoch made) throws Exception {
        Path folder = stack.keys().folder();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Files.writeString(folder.resolve("queues").resolve(QUEUE).resolve("1/from"), today.minusDays(1) + "\n");
        keys(
                stack,
                RECOVERY,
                "epoch --dir \"$KEYS\" %s --recipient '%s' --from %s <<< '%s'"
                        .formatted(QUEUE, made.file(), today, made.digits()));
        keys(stack, ROOT, "sign --dir \"$KEYS\"");
        stack.kill("intake");
        stack.startAgain("intake");
    }

    private static void vet(Page page, String finding, String reason) {
        page.getByLabel("Note for colleagues").fill(reason);
        page.getByLabel("Finding").selectOption(finding);
        button(page, "Vet, with the note as reason").click();
        page.getByText("Found to be " + finding).waitFor();
    }

    private static void note(Page page, String words) {
        page.getByLabel("Note for colleagues").fill(words);
        button(page, "Add note").click();
        page.getByText(words).waitFor();
    }

    /** The answers that a source sealed, as a text. */
    private static String fileOf(ConsoleDriver screen, String tip) {
        screen.choose(tip);
        button(screen.page(), "Show as text (file 1)").click();
        return screen.page()
                .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Text of file 1"))
                .innerText();
    }

    /** A service that was broken into, and that has kept what it should have forgotten. */
    private static void giveEverything(Page removed, Page lead, String me, String keys) {
        removed.route("**/api/**", route -> {
            APIResponse answer = lead.request().get(route.request().url());
            route.fulfill(new Route.FulfillOptions().setResponse(answer));
        });
        removed.route("**/api/news", Route::abort);
        removed.route("**/api/me", route -> route.fulfill(json(me)));
        removed.route("**/api/keys", route -> route.fulfill(json(keys)));
    }

    private static Route.FulfillOptions json(String body) {
        return new Route.FulfillOptions().setContentType("application/json").setBody(body);
    }

    private static String text(Page page, Stack stack, String path) {
        return page.request().get(stack.ports().url(Port.TRIAGE) + path).text();
    }

    /** Keycloak asks in a separate window; the desk then continues. */
    private static void confirmThatItIsThem(Page desk, Stack stack) {
        Page window = desk.waitForPopup(() ->
                desk.getByRole(AriaRole.LINK, named("Confirm in a new window")).click());
        window.locator("#password").fill(password(stack));
        window.locator("#kc-login").click();
        window.getByText("It is you").waitFor();
        window.close();
    }

    private static void page(ConsoleDriver screen, String name) {
        button(screen.page(), name).click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name).setExact(true));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions named(Pattern name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions exactly(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static String password(Stack stack) {
        return stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
    }
}

package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;
import org.penah.stack.tor.TorNetwork;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** An organisation's way to alerts, seen from both ends; and what is said where none go out or nobody answers. */
@ExtendWith(RunningStack.class)
class PartnersIT {

    /** News of one reaches the other over the broker, on a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Who types receipts faster is made to wait. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final Path GUIDE = Path.of("../docs/partners.md");
    private static final Pattern INVITATION = Pattern.compile("join-[0-9a-f]{32}");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "onion: {0}")
    @ValueSource(booleans = {false, true})
    void partnerThatTwoPeopleHeardIsDrilledThenToldThenEnded(boolean onion, Stack stack) throws Exception {
        String name = onion ? "hidden-desk" : "night-desk";
        try (Chromium browser = Chromium.orSkip();
                Organisation organisation = new Organisation(name, folder)) {
            String url = onion ? behindTor(organisation, stack) : "http://127.0.0.1:" + organisation.port() + "/";

            // Given an invitation that a manager of partners has made
            Page kamran = signIn(browser, stack, "kamran");
            click(kamran, "Invite a partner…");
            dialog(kamran).getByLabel("Its name with us").fill(name);
            go(kamran, stack, "Make the invitation");
            Matcher invitation =
                    INVITATION.matcher(kamran.getByLabel("Invitation to send").inputValue());
            assertThat(invitation.find()).isTrue();

            // When they answer it, and two people hear their fingerprint
            organisation.command("init", "--name=" + name, "--url=" + url);
            String said = organisation.command("join", invitation.group());
            String line = said.lines()
                    .filter(each -> each.startsWith("join-"))
                    .findFirst()
                    .orElseThrow();
            click(kamran, "Enter their answer…");
            dialog(kamran).getByLabel("The line that they sent").fill(line);
            dialog(kamran).getByLabel("Its fingerprint, as they read it to you").fill(Organisation.fingerprint(said));
            go(kamran, stack, "Keep it for a second person");
            kamran.getByText("Their answer waits for a second person").waitFor();
            assertThat(button(kamran, "I have heard them, too…").count()).isZero();
            ConsoleDriver screen = ConsoleDriver.open(
                    browser,
                    stack.ports().url(Port.TRIAGE),
                    "aysel",
                    password(stack),
                    stack.keys().passphrase("aysel"),
                    stack.keys().rootKey());
            Page aysel = screen.page();
            click(aysel, "Partners");
            click(aysel, "I have heard them, too…");
            dialog(aysel).getByLabel("The fingerprint, as they read it to you").fill(Organisation.fingerprint(said));
            go(aysel, stack, "Take them in");

            // Then the desk has a file for them that they alone open, and both see the same fingerprint of it
            Path file = folder.resolve(name + ".penah.age");
            kamran.waitForDownload(() -> click(kamran, "Save the file for " + name))
                    .saveAs(file);
            String welcome = organisation.command("welcome", file.toString());
            assertThat(kamran.getByLabel("Fingerprint of the file for " + name).innerText())
                    .isEqualTo(Organisation.fingerprint(welcome));

            // When a human there has answered a drill
            organisation.receive();
            click(kamran, "Order a drill with " + name + "…");
            click(dialog(kamran), "Order the drill");
            String drill = onlyAlert(organisation);
            assertThat(organisation.command("inbox")).contains("THIS IS NOT REAL: Exercise.");
            organisation.command("ack", drill);

            // Then the desk says so, and a real alert that it confirms reaches them
            article(kamran, name).getByText("a human answered after").waitFor();
            Witness witness = new Witness(stack);
            Source source = new Source(stack.ports().url(Port.INTAKE));
            source.send(source.openForm(), Tip.ofDanger("They wait at my door.", List.of()));
            click(aysel, "Tips");
            screen.read(witness.onlyTip());
            screen.confirmAlert();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(organisation.command("inbox"))
                            .contains("Alerts: 2.")
                            .contains("ALERT  (alert "));
            stack.partner().acknowledge(witness.onlyAlert());

            // When two end them, their page hears no more of us
            click(kamran, "End " + name + "…");
            go(kamran, stack, "Ask to end " + name);
            aysel.getByText("kamran has asked to end " + name).waitFor();
            click(aysel, "Partners");
            click(aysel, "Agree to end " + name + "…");
            go(aysel, stack, "Agree: end " + name);
            article(kamran, name)
                    .getByText("It was ended: nothing is sent to it")
                    .waitFor();
        }
    }

    @Test
    void twoTestAlertsThatNobodyTookAreABannerAtTheDesk(Stack stack) throws Exception {
        try (Chromium browser = Chromium.orSkip()) {
            // Given
            Page desk = ConsoleDriver.open(
                            browser,
                            stack.ports().url(Port.TRIAGE),
                            "rauf",
                            password(stack),
                            stack.keys().passphrase("rauf"),
                            stack.keys().rootKey())
                    .page();
            Locator banner =
                    desk.getByText(Pattern.compile("Alerts may not be going out: \\d+ of our own test alerts"));
            banner.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));

            // When
            stack.kill("null-partner");

            // Then
            banner.waitFor();

            // And it goes when they come through again
            stack.startAgain("null-partner");
            banner.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        }
    }

    @Test
    void aSourceReadsThatNobodyHasAnsweredUntilSomebodyHas(Stack stack) throws Exception {
        // Given nobody who takes our beats
        Witness witness = new Witness(stack);
        stack.kill("partner");
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.Form form = source.openForm();

        // When
        source.send(form, Tip.ofDanger("They wait at my door.", List.of()));

        // Then
        await().atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertThat(source.comeBack(form).body())
                        .contains("No protection organisation has answered the alert yet", "do not wait for us"));

        // When
        stack.startAgain("partner");
        stack.partner().acknowledge(witness.onlyAlert());

        // Then
        await().atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertThat(source.comeBack(form).body())
                        .contains("has answered us about the alert")
                        .doesNotContain("do not wait for us"));
    }

    /** As the guide tells them; answers their address. */
    private String behindTor(Organisation organisation, Stack stack) throws Exception {
        TorNetwork tor = Programs.orSkip(stack.tor(), "tor");
        Matcher guide = Pattern.compile("^```torrc\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(GUIDE));
        assertThat(guide.find()).isTrue();
        Path service = folder.resolve("service");
        String lines = guide.group(1)
                .replace("/var/lib/tor/penah", service.toString())
                .replace("8084", Integer.toString(organisation.port()));
        organisation.starts(Command.prepared(tor.other("hiddendesk", lines)));
        Path address = service.resolve("hostname");
        await().atMost(PATIENCE).until(() -> Files.exists(address));
        return "http://" + Files.readString(address).strip() + "/";
    }

    private static String onlyAlert(Organisation organisation) throws Exception {
        Pattern alert = Pattern.compile("\\(alert ([0-9a-f-]{36}),");
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher found = alert.matcher(organisation.command("inbox"));
                            return found.find() ? found.group(1) : "";
                        },
                        id -> !id.isEmpty());
    }

    /** Somebody without a queue's key. */
    private static Page signIn(Chromium browser, Stack stack, String member) {
        Page page = browser.page(true);
        page.navigate(stack.ports().url(Port.TRIAGE) + "/");
        page.locator("#username").fill(member);
        page.locator("#password").fill(password(stack));
        page.locator("#kc-login").click();
        return page;
    }

    /** Ends a dialog; Keycloak asks for a sign-in in a separate window, if the last one was more than five minutes ago. */
    private static void go(Page desk, Stack stack, String button) {
        Locator dialog = dialog(desk);
        click(dialog, button);
        Locator asks = desk.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Confirm in a new window"));
        await().atMost(PATIENCE)
                .until(() -> asks.isVisible() || desk.getByRole(AriaRole.DIALOG).count() == 0);
        if (asks.isVisible()) {
            Page window = desk.waitForPopup(asks::click);
            window.locator("#password").fill(password(stack));
            window.locator("#kc-login").click();
            window.getByText("It is you").waitFor();
            window.close();
        }
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    private static Locator article(Page desk, String partner) {
        return desk.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(partner));
    }

    private static Locator dialog(Page desk) {
        return desk.getByRole(AriaRole.DIALOG).first();
    }

    private static void click(Page desk, String button) {
        button(desk, button).click();
    }

    private static void click(Locator where, String button) {
        where.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Locator button(Page desk, String name) {
        return desk.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String password(Stack stack) {
        return stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
    }
}

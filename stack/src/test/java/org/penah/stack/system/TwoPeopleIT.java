package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.testbed.browser.Chromium;

/** What takes two people at the desk, in two browsers, with the real Keycloak, database and broker behind them. */
@ExtendWith(RunningStack.class)
class TwoPeopleIT {

    private static final String WORDS = "Third floor, the door without a name. Do not ring.";

    /** News of one reaches the other over the broker, on a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void detailsThatOneWroteAreApprovedByAnother(Stack stack) throws Exception {
        try (Chromium open = Chromium.orSkip()) {
            // Given a tip whose source lets us tell more, and a partner that was told
            Witness witness = new Witness(stack);
            send(open, stack);
            String tip = witness.onlyTip();
            String alert = witness.onlyAlert();
            Page aysel = atTheDesk(open, stack, "aysel", tip);
            details(aysel).getByLabel("Partner to write for").selectOption("safe-house");
            details(aysel).getByLabel("What safe-house has to know").fill(WORDS);
            click(details(aysel), "Seal and ask a colleague");
            details(aysel).getByText("Nothing has left").waitFor();

            // When
            Page rauf = atTheDesk(open, stack, "rauf", tip);
            details(rauf).getByText("this browser has compared").waitFor();
            String read = details(rauf).getByText(WORDS).innerText();
            click(details(rauf), "Approve for safe-house…");
            click(rauf.getByRole(AriaRole.DIALOG), "Approve for safe-house");
            confirmThatItIsThem(rauf, password(stack));

            // Then
            assertThat(read).isEqualTo(WORDS);
            details(rauf)
                    .getByText(Pattern.compile("Written by aysel on .*, approved by rauf"))
                    .waitFor();
            aysel.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Alert"))
                    .getByText(Pattern.compile("Details: (approved|fetched)"))
                    .waitFor();

            // When the partner's human reads it
            String fetched = await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.partner().details(alert), said -> !said.isEmpty());

            // Then it is what was written, behind the word that an observer sees it fetched, and both at the desk see
            // that it was read
            assertThat(fetched.lines()).last().isEqualTo(WORDS);
            for (Page desk : List.of(aysel, rauf)) {
                details(desk).getByText(Pattern.compile("fetched on 20")).waitFor();
            }
        }
    }

    private static Page atTheDesk(Chromium browser, Stack stack, String member, String tip) throws Exception {
        ConsoleDriver screen = ConsoleDriver.open(
                browser,
                stack.ports().url(Port.TRIAGE),
                member,
                password(stack),
                stack.keys().passphrase(member),
                stack.keys().rootKey());
        screen.read(tip);
        return screen.page();
    }

    /** Keycloak asks in a separate window; the desk then continues. */
    private static void confirmThatItIsThem(Page desk, String password) {
        Page window = desk.waitForPopup(
                () -> desk.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Confirm in a new window"))
                        .click());
        window.locator("#password").fill(password);
        window.locator("#kc-login").click();
        window.getByText("It is you").waitFor();
        window.close();
    }

    private static Locator details(Page desk) {
        return desk.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Details for partners"));
    }

    private static void click(Locator where, String button) {
        where.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static String password(Stack stack) throws Exception {
        return stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
    }

    private static void send(Chromium browser, Stack stack) {
        Page page = browser.page(false);
        page.navigate(stack.ports().url(Port.INTAKE) + "/en/tip");
        page.locator("input[name=danger][value=me]").check();
        page.locator("input[name=soon][value=hours]").check();
        page.locator("input[name=alert][value=details]").check();
        page.locator("input[name=topic][value=threat]").check();
        page.locator("textarea[name=message]").fill("They wait at my door since six, two of them.");
        page.locator("button[type=submit]").click();
        page.locator(".received").waitFor();
    }
}

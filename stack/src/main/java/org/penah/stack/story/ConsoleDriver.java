package org.penah.stack.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.penah.testbed.browser.Chromium;

/** Works the console in a real browser, as a member of staff does. Things are found by the names that a screen reader says. */
public final class ConsoleDriver {

    private final Page page;
    private final String member;

    private ConsoleDriver(Page page, String member) {
        this.page = page;
        this.member = member;
    }

    /** Signs in at Keycloak and unlocks the member's key. */
    public static ConsoleDriver open(
            Chromium browser, String triage, String member, String password, String passphrase, String rootKey) {
        ConsoleDriver screen = signIn(browser, triage, member, password);
        screen.unlock(passphrase, rootKey);
        return screen;
    }

    /** Signs in at Keycloak, and no more. */
    public static ConsoleDriver signIn(Chromium browser, String triage, String member, String password) {
        Page page = browser.page(true);
        page.navigate(triage + "/");
        page.locator("#username").fill(member);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        return new ConsoleDriver(page, member);
    }

    /** Opens the key; the desk asks once for the root key, as it is on paper. */
    public void unlock(String passphrase, String rootKey) {
        page.getByLabel("Passphrase of " + member).fill(passphrase);
        button("Unlock").click();
        Locator open = page.getByText("Key open: " + member).first();
        Locator asked = page.getByLabel("Root key");
        open.or(asked).first().waitFor();
        if (asked.isVisible()) {
            asked.fill(rootKey);
            button("Unlock").click();
        }
        open.waitFor();
    }

    /** The page itself, for observers of its events. */
    public Page page() {
        return page;
    }

    /** Chooses a tip; returns its message as it is shown after the browser has opened it. */
    public String read(String tipId) {
        choose(tipId);
        Locator message = page.locator("[data-part=message]");
        message.waitFor();
        return message.innerText();
    }

    /** Chooses a tip once it is in the list; whether it opens is another question. */
    public void choose(String tipId) {
        Locator fresh =
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("new.*show")));
        Locator row = page.locator("[data-tip=\"" + tipId + "\"]");
        row.or(fresh).first().waitFor();
        if (fresh.isVisible()) {
            fresh.click();
        }
        row.click();
    }

    /** The heading that counts the files of the tip that is shown. */
    public boolean showsFiles(int count) {
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(Pattern.compile("^" + count + " files?$")))
                .waitFor();
        return true;
    }

    /** The line that says who acknowledged and when; waits for it. */
    public String acknowledgement(String partner) {
        Locator item = page.getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile(partner + "\\s+acknowledged")));
        item.waitFor();
        return item.innerText().replaceAll("\\s+", " ").trim();
    }

    /** Answers the source of the tip that is shown; returns once the console says that it was sent. */
    public void reply(String text) {
        page.getByLabel("Answer to the source").fill(text);
        button("Send to the source").click();
        page.getByText("Sent. The source sees it when they come back").waitFor();
    }

    /** Confirms the alert of the tip that is shown. */
    public void confirmAlert() {
        button("Confirm alert").click();
        button("Confirm and tell partners").click();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}

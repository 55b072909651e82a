package org.penah.stack.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** A member of staff before the console, in a real browser. Things are found by the names that a screen reader says. */
public final class Screen {

    private final Page page;

    private Screen(Page page) {
        this.page = page;
    }

    /** Signs in at Keycloak and unlocks the member's key. */
    public static Screen open(Browser browser, String triage, String member, String password, String passphrase) {
        Page page = browser.newPage(true);
        page.navigate(triage + "/");
        page.locator("#username").fill(member);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        page.getByLabel("Passphrase of " + member).fill(passphrase);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Unlock").setExact(true))
                .click();
        page.getByText("Key open: " + member).first().waitFor();
        return new Screen(page);
    }

    /** The page itself, for whoever watches what happens on it. */
    public Page page() {
        return page;
    }

    /** Chooses a tip; returns its message as it is shown after the browser has opened it. */
    public String read(String tipId) {
        Locator fresh =
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("new.*show")));
        Locator row = page.locator("[data-tip=\"" + tipId + "\"]");
        row.or(fresh).first().waitFor();
        if (fresh.isVisible()) {
            fresh.click();
        }
        row.click();
        Locator message = page.locator("[data-part=message]");
        message.waitFor();
        return message.innerText();
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

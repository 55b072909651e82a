package org.penah.intake.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.penah.intake.Source;
import org.penah.testbed.browser.Chromium;

/** A source's browser, at the service under test. */
final class FormBrowser implements AutoCloseable {

    /** Enough for all of a desktop's page that matters. */
    static final int[] DESK = {1024, 800};

    /** The smallest phone that is still sold, less what Tor Browser takes of it. */
    static final int[] PHONE = {320, 460};

    private final Chromium chromium;

    private FormBrowser(Chromium chromium) {
        this.chromium = chromium;
    }

    /** Skips the test, and says so, where there is no Chromium. */
    static FormBrowser orSkip() {
        return new FormBrowser(Chromium.orSkip());
    }

    /** A new tab that knows nothing of the others. */
    Page page(boolean script, int[] size) {
        return page(new Browser.NewContextOptions().setJavaScriptEnabled(script).setViewportSize(size[0], size[1]));
    }

    Page page(Browser.NewContextOptions options) {
        return chromium.page(options.setBaseURL(Source.address("/").toString()));
    }

    /**
     * Puts a page, as it was laid out without script, into a tab where axe can run.
     *
     * <p>What only a browser without script shows must be there, and no script.
     */
    static void copyForAxe(Page withoutScript, Page copy) {
        copy.setContent(
                withoutScript.content().replaceAll("</?noscript>", "").replaceAll("(?s)<script.*?</script>", ""));
    }

    @Override
    public void close() {
        chromium.close();
    }
}

package org.penah.intake.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.penah.intake.Source;

/** The machine's Chromium without a window; nothing is downloaded. */
final class Chromium implements AutoCloseable {

    /** Enough for all of a desktop's page that matters. */
    static final int[] DESK = {1024, 800};

    /** The smallest phone that is still sold, less what Tor Browser takes of it. */
    static final int[] PHONE = {320, 460};

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    /** Without a sandbox, because CI runs as root. */
    private static final List<String> ARGUMENTS =
            List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run");

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String AXE = axe();

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions().setArgs(ARGUMENTS).setExecutablePath(executable));
    }

    /** Skips the test, and says so, where there is none. */
    static Chromium orSkip() {
        Optional<Path> installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (installed.isEmpty()) {
            System.out.println("SKIPPED: no Chromium is installed; see .ci/run");
        }
        Assumptions.assumeTrue(installed.isPresent(), "no Chromium is installed");
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        return new Chromium(installed.orElseThrow());
    }

    /** A new tab that knows nothing of the others. */
    Page page(boolean script, int[] size) {
        return page(new Browser.NewContextOptions().setJavaScriptEnabled(script).setViewportSize(size[0], size[1]));
    }

    Page page(Browser.NewContextOptions options) {
        BrowserContext context =
                browser.newContext(options.setBaseURL(Source.address("/").toString()));
        context.setDefaultTimeout(30_000);
        return context.newPage();
    }

    /** What axe finds wrong with a page as it is, in light and in dark; in dark only what colours decide. */
    static List<?> barriers(Page page) {
        page.evaluate(AXE);
        List<Object> barriers = new ArrayList<>();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        barriers.addAll(barriers(page, RULES));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        barriers.addAll(
                barriers(page, Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"))));
        return barriers;
    }

    private static List<?> barriers(Page page, Object rules) {
        return (List<?>) page.evaluate("""
                rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(({violations}) =>
                    violations.flatMap(({id, nodes}) => nodes.map(node => id + ': ' + node.html)))""", rules);
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

    private static String axe() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}

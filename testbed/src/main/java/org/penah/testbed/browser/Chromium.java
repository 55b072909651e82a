package org.penah.testbed.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.penah.testbed.program.Programs;

/** The machine's Chromium without a window; nothing is downloaded. */
public final class Chromium implements AutoCloseable {

    /** Long: beside other tests, opening a key alone has taken half a minute. */
    private static final double PATIENCE_MS = 120_000;

    /** First the one that draws no window: it takes two thirds of the processor time. */
    private static final List<String> NAMES = List.of(
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome");

    private static final Path MAC = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /** A browser at work for us alone asks nobody for updates; without a sandbox, because CI runs as root. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The machine's Chromium, or one that Playwright fetched before. */
    public static Optional<Chromium> find(String... arguments) {
        return find(Optional.empty(), arguments);
    }

    /** The same, going through a SOCKS proxy to everywhere; the proxy resolves names, so those of onion services too. */
    public static Optional<Chromium> findBehindProxy(int socksPort) {
        return find(Optional.of(new Proxy("socks5://127.0.0.1:" + socksPort)));
    }

    /** Starts it, and skips the test, and says so, where there is none. */
    public static Chromium orSkip(String... arguments) {
        return Programs.orSkip(find(arguments), "Chromium");
    }

    private static Optional<Chromium> find(Optional<Proxy> proxy, String... arguments) {
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setArgs(Stream.concat(ARGUMENTS.stream(), Stream.of(arguments)).toList());
        installed().ifPresent(options::setExecutablePath);
        proxy.ifPresent(options::setProxy);
        Optional<Playwright> driver = driver();
        if (driver.isEmpty()) {
            return Optional.empty();
        }
        Playwright playwright = driver.get();
        try {
            Browser browser = playwright.chromium().launch(options);
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
            return Optional.of(new Chromium(playwright, browser));
        } catch (PlaywrightException noBrowser) {
            playwright.close();
            return Optional.empty();
        }
    }

    /** Playwright brings its own Node, made for glibc: it does not start everywhere that Penah does. */
    private static Optional<Playwright> driver() {
        try {
            return Optional.of(Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
        } catch (RuntimeException doesNotStart) {
            return Optional.empty();
        }
    }

    private static Optional<Path> installed() {
        return Stream.concat(
                        NAMES.stream().map(Programs::find).flatMap(Optional::stream),
                        Stream.of(MAC).filter(Files::isExecutable))
                .findFirst();
    }

    public String version() {
        return browser.browserType().name() + " " + browser.version();
    }

    /** A new tab that knows nothing of the others. */
    public Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        return context.newPage();
    }

    /** The same, with script or without, in English and in UTC. */
    public Page page(boolean javaScript) {
        return page(new Browser.NewContextOptions()
                .setJavaScriptEnabled(javaScript)
                .setTimezoneId("UTC")
                .setLocale("en"));
    }

    /** The same, in a window of this size in CSS pixels. */
    public Page page(int width, int height) {
        return page(new Browser.NewContextOptions().setViewportSize(width, height));
    }

    /** Faults that axe finds in a page as it is, in light colours. */
    public static List<?> barriers(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        return barriers(page, RULES);
    }

    /** Faults that axe finds in a page's dark colours; nothing else changes there. Leaves it in light. */
    public static List<?> barriersInDark(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        List<?> barriers =
                barriers(page, Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block")));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        return barriers;
    }

    private static List<?> barriers(Page page, Object rules) {
        // Before that its style sheet may be missing.
        page.waitForLoadState();
        page.evaluate(axe());
        return (List<?>) page.evaluate("""
                rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(({violations}) =>
                    violations.flatMap(({id, nodes}) => nodes.map(node => id + ': ' + node.html)))""", rules);
    }

    private static String axe() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}

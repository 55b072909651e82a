package org.penah.stack.story;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser without a window. */
public final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final Path MAC = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /** A browser at work for us alone asks nobody for updates; without a sandbox, because CI runs as root. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The machine's Chromium, else one that Playwright was made to fetch before; nothing is downloaded now. */
    public static Optional<Browser> find() {
        return find(Optional.empty());
    }

    /** The same, going through a SOCKS proxy to everywhere; the proxy resolves names, so those of onion services too. */
    public static Optional<Browser> findBehindProxy(int socksPort) {
        return find(Optional.of(new Proxy("socks5://127.0.0.1:" + socksPort)));
    }

    private static Optional<Browser> find(Optional<Proxy> proxy) {
        Optional<Playwright> driver = driver();
        if (driver.isEmpty()) {
            return Optional.empty();
        }
        Playwright playwright = driver.get();
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(ARGUMENTS);
        installed().ifPresent(options::setExecutablePath);
        proxy.ifPresent(options::setProxy);
        try {
            return Optional.of(new Browser(playwright, playwright.chromium().launch(options)));
        } catch (PlaywrightException noBrowser) {
            playwright.close();
            return Optional.empty();
        }
    }

    /** Playwright brings a Node of its own, made for glibc: it does not start everywhere where Penah does. */
    private static Optional<Playwright> driver() {
        try {
            return Optional.of(Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
        } catch (RuntimeException doesNotStart) {
            return Optional.empty();
        }
    }

    private static Optional<Path> installed() {
        Stream<Path> onPath = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, Stream.of(MAC)).filter(Files::isExecutable).findFirst();
    }

    public String version() {
        return browser.browserType().name() + " " + browser.version();
    }

    /** A new tab that knows nothing of the others. */
    public Page newPage(boolean javaScript) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setJavaScriptEnabled(javaScript)
                .setTimezoneId("UTC")
                .setLocale("en"));
        context.setDefaultTimeout(30_000);
        return context.newPage();
    }

    @Override
    public void close() {
        playwright.close();
    }
}

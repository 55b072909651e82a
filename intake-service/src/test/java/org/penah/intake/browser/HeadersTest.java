package org.penah.intake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.LoadState;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.intake.page.Language;

/** What a real browser makes of our headers. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class HeadersTest {

    private static FormBrowser chromium;

    private Page page;

    @BeforeAll
    static void open() {
        chromium = FormBrowser.orSkip();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() {
        page = chromium.page(true, FormBrowser.DESK);
    }

    @AfterEach
    void closePage() {
        page.context().close();
    }

    @Test
    void they_reach_the_browser() {
        // When
        Map<String, String> headers = page.navigate("/az/tip").headers();

        // Then
        assertThat(headers.get("content-security-policy"))
                .startsWith("default-src 'none'; ")
                .contains("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'");
        assertThat(headers)
                .containsEntry("cross-origin-opener-policy", "same-origin")
                .containsEntry("cross-origin-embedder-policy", "require-corp")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("referrer-policy", "same-origin")
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("permissions-policy")
                .doesNotContainKeys("content-encoding", "set-cookie", "etag", "date", "server");
    }

    @Test
    void without_script_a_page_is_one_request() {
        for (Scene scene : List.of(Scene.LANDING, Scene.FORM, Scene.VERIFY, Scene.ASK, Scene.MISSING)) {
            // Given
            Page quiet = chromium.page(false, FormBrowser.DESK);
            List<String> requests = new CopyOnWriteArrayList<>();
            quiet.onRequest(request -> requests.add(request.url()));

            // When
            scene.open(quiet, Language.RU);
            quiet.waitForLoadState();

            // Then
            assertThat(requests.stream().filter(url -> !url.startsWith("data:")))
                    .as("%s", scene)
                    .hasSize(1);
            quiet.context().close();
        }
    }

    @Test
    void our_style_is_let_in_and_no_other() {
        // Given
        page.navigate("/en/tip");

        // When
        page.evaluate("document.body.style.cssText = ''; document.body.setAttribute('style', 'outline: 9px solid')");
        page.evaluate(
                "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p { color: red }'}))");

        // Then
        assertThat(page.evaluate("getComputedStyle(document.body).outlineStyle"))
                .isEqualTo("none");
        assertThat(page.evaluate("getComputedStyle(document.querySelector('p')).color"))
                .isNotEqualTo("rgb(255, 0, 0)");
        assertThat(page.evaluate("getComputedStyle(document.body).maxWidth")).isNotEqualTo("none");
    }

    @Test
    void an_injected_script_does_not_run() {
        // Given
        page.navigate("/en/tip");

        // When
        List<String> attempts = List.of(
                "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))",
                "document.querySelector('h1').outerHTML += '<img src=x onerror=\"window.ran = 2\">'");
        for (String attempt : attempts) {
            // Trusted Types stop them before the policy has to.
            page.evaluate("attempt => { try { " + attempt + " } catch {} }");
        }

        // Then
        assertThat(page.evaluate("window.ran === undefined")).isEqualTo(true);
    }

    @Test
    void nothing_is_fetched_from_anywhere() {
        // Given
        page.navigate("/en/tip");
        // The page's own script asks for the keys.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        List<String> requests = new CopyOnWriteArrayList<>();
        page.route("**", route -> {
            requests.add(route.request().url());
            route.abort();
        });

        // When
        Object blocked = page.evaluate("""
                () => new Promise(done => {
                    const blocked = [];
                    setTimeout(() => done('waited for too long, with ' + blocked), 10_000);
                    document.addEventListener('securitypolicyviolation', event => {
                        blocked.push(event.effectiveDirective);
                        if (blocked.length === 2) done(blocked.sort().join(' '));
                    });
                    document.body.append(Object.assign(document.createElement('img'), {src: '/pixel.png'}));
                    document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}));
                })""");

        // Then
        assertThat(blocked).isEqualTo("frame-src img-src");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_form_cannot_be_turned_to_somebody_else() {
        // Given
        page.navigate("/en/tip");
        // The page's own script asks for the keys.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        List<String> requests = new CopyOnWriteArrayList<>();
        page.route("**", route -> {
            requests.add(route.request().url());
            route.abort();
        });

        // When
        Object blocked = page.evaluate("""
                () => new Promise(done => {
                    setTimeout(() => done('waited for too long'), 10_000);
                    document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
                    document.forms[0].action = 'https://example.org/';
                    document.forms[0].submit();
                })""");

        // Then
        assertThat(blocked).isEqualTo("form-action");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_base_does_not_bend_our_links() {
        // Given
        page.navigate("/en/tip");

        // When
        page.evaluate(
                "document.head.prepend(Object.assign(document.createElement('base'), {href: 'https://example.org/'}))");

        // Then
        assertThat(page.evaluate("document.querySelector('.home').href"))
                .isEqualTo(Source.address("/en/").toString());
    }

    @Test
    void the_page_is_alone_in_its_process_and_allows_nothing() {
        // When
        page.navigate("/en/tip");

        // Then
        assertThat(page.evaluate("crossOriginIsolated")).isEqualTo(true);
        assertThat(
                        page.evaluate(
                                "['camera', 'geolocation', 'microphone'].filter(each => document.featurePolicy.allowsFeature(each))"))
                .isEqualTo(List.of());
    }

    @Test
    void no_other_site_can_frame_it_or_read_its_bytes() throws IOException {
        // Given another origin that the browser reaches as it reaches us
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] html = ("<!doctype html><iframe src=\"" + Source.address("/en/") + "\"></iframe>")
                .getBytes(StandardCharsets.US_ASCII);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        other.start();
        try {
            // When
            page.navigate("http://127.0.0.1:" + other.getAddress().getPort() + "/");

            // Then
            assertThat(page.evaluate(
                            "address => fetch(address, {mode: 'no-cors'}).then(() => 'read', () => 'refused')",
                            Source.address("/en/").toString()))
                    .isEqualTo("refused");
            assertThat(page.frameLocator("iframe").locator("main").count()).isZero();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void who_leaves_takes_no_referrer_along() {
        // Given
        List<Request> requests = new ArrayList<>();
        page.route("https://www.wikipedia.org/", route -> {
            requests.add(route.request());
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody("<h1>Elsewhere</h1>"));
        });
        page.navigate("/en/tip");
        page.fill("[name=message]", "They are at the door.");

        // When
        page.click("header a:last-child");

        // Then
        page.waitForSelector("h1:has-text('Elsewhere')");
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.allHeaders()).doesNotContainKey("referer");
            assertThat(request.url()).isEqualTo("https://www.wikipedia.org/");
            assertThat(request.postData()).isNull();
        });
        assertThat(page.evaluate("document.referrer")).isEqualTo("");
    }

    @Test
    void the_way_back_asks_again_and_shows_nothing_that_was_typed() {
        // Given
        page.navigate("/en/tip");
        page.fill("[name=message]", "They are at the door.");
        page.navigate("about:blank");

        // When
        Response again = page.goBack();

        // Then
        assertThat(again.status()).isEqualTo(200);
        assertThat(page.inputValue("[name=message]")).isEmpty();
    }

    @Test
    void back_from_where_one_has_left_to_shows_this_site_again() {
        // Given
        page.route(
                "https://www.wikipedia.org/",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody("<h1>Elsewhere</h1>")));
        page.navigate("/en/tip");
        page.click("header a:last-child");
        page.waitForSelector("h1:has-text('Elsewhere')");

        // When
        page.goBack();

        // Then
        assertThat(page.innerText("h1")).isEqualTo("Tell us what is happening");
    }
}

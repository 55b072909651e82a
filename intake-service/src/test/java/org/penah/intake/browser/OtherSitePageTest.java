package org.penah.intake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.sealing.receipt.Receipt;

/** A site that leads sources to the real form, with a receipt in it that its owner knows. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class OtherSitePageTest {

    private final String receipt = Receipt.generate().toDigits();
    private HttpServer elsewhere;

    @BeforeEach
    void put_up_the_site() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = """
                <!doctype html><title>How to reach Penah</title><meta name="referrer" content="no-referrer">
                <form method="post" action="%s" enctype="multipart/form-data">
                <input name="receipt" value="%s"><input name="show" value="again"><button>Write to Penah safely</button></form>
                """.formatted(Source.address("/en/tip"), receipt).getBytes(StandardCharsets.UTF_8);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void take_it_down() {
        elsewhere.stop(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_other_site_chooses_a_sources_receipt(boolean script) {
        try (FormBrowser browser = FormBrowser.orSkip()) {
            // Given
            Page page = browser.page(script, FormBrowser.DESK);
            page.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");

            // When
            page.locator("button").click();

            // Then
            assertThat(page.locator("h1").innerText()).isEqualTo("This did not come from our page");
            assertThat(page.content()).doesNotContain(receipt);
        }
    }
}

package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.Browser;
import org.penah.stack.story.Screen;
import org.penah.stack.tor.TorNetwork;
import org.penah.stack.tor.Tunnel;

/** A source before a real browser, behind real circuits to the real onion service. */
@ExtendWith(RunningStack.class)
class OnionIT {

    /** Of one circuit in a minute; see {@code penah.flood.circuit.requests-per-minute}. */
    private static final int MORE_THAN_A_CIRCUIT_MAY_ASK = 200;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void aTipSentInChromiumIsReadByStaff(boolean script, Stack stack) throws Exception {
        int socks = network(stack).socks().port();
        try (Browser chromium = installed(Browser.findBehindProxy(socks), "Chromium")) {
            isReadByStaff(SourcesBrowser.of(chromium.newPage(script)), stack);
        }
    }

    @Test
    void aTipSentInFirefoxWithoutScriptIsReadByStaff(Stack stack) throws Exception {
        int socks = network(stack).socks().port();
        Path program = installed(Firefox.installed(), "firefox-esr");
        try (Firefox firefox = Firefox.start(program, Files.createDirectory(folder.resolve("profile")), socks)) {
            isReadByStaff(firefox, stack);
        }
    }

    private void isReadByStaff(SourcesBrowser source, Stack stack) throws Exception {
        try (Browser chromium = installed(Browser.find(), "Chromium")) {
            // Given
            Witness witness = new Witness(stack);
            Path file = Files.writeString(folder.resolve("list.txt"), "Names that nobody may read.");

            // When
            source.open("http://" + network(stack).address() + "/en/tip");
            source.click("input[name=danger][value=none]");
            source.click("input[name=topic][value=threat]");
            source.type("textarea[name=message]", "I write through Tor.");
            source.attach("input[name=files]", file);
            source.click("button[type=submit]");
            source.waitFor(".received");

            // Then
            Screen screen = Screen.open(
                    chromium,
                    stack.ports().url(Port.TRIAGE),
                    "aysel",
                    stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal(),
                    stack.keys().passphrase("aysel"));
            assertThat(screen.read(witness.onlyTip())).contains("I write through Tor.");
            assertThat(screen.showsFiles(1)).isTrue();
        }
    }

    /** Only the PROXY header tells the door one circuit from another: all of them come from the same tor. */
    @Test
    void oneCircuitThatAsksTooOftenWaitsAndAnotherDoesNot(Stack stack) throws Exception {
        try (Tunnel loud = network(stack).tunnel();
                Tunnel quiet = network(stack).tunnel()) {
            // Given
            int asked = 0;
            while (status(loud) == 200 && asked < MORE_THAN_A_CIRCUIT_MAY_ASK) {
                asked++;
            }

            // When
            int forLoud = status(loud);
            int forQuiet = status(quiet);

            // Then
            assertThat(forLoud).isEqualTo(503);
            assertThat(forQuiet).isEqualTo(200);
        }
    }

    private static int status(Tunnel tunnel) throws IOException, InterruptedException {
        HttpRequest form = HttpRequest.newBuilder(URI.create(tunnel.url() + "/en/tip"))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HTTP.send(form, BodyHandlers.discarding()).statusCode();
    }

    private static TorNetwork network(Stack stack) {
        return installed(stack.tor(), "tor");
    }

    private static <T> T installed(Optional<T> tool, String name) {
        if (tool.isEmpty()) {
            System.out.println("SKIPPED: no " + name + " is installed; see .ci/run");
        }
        Assumptions.assumeTrue(tool.isPresent(), "no " + name + " is installed");
        return tool.orElseThrow();
    }
}

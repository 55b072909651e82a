package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.stack.tor.TorNetwork;
import org.penah.stack.tor.Tunnel;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.program.Programs;

/** A source before a real browser, behind real circuits to the real onion service. */
@ExtendWith(RunningStack.class)
class OnionIT {

    /** Of one circuit in a minute; see {@code penah.flood.circuit.requests-per-minute}. */
    private static final int MORE_THAN_A_CIRCUIT_MAY_ASK = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsSentInChromiumIsAnsweredThere(boolean script, Stack stack) throws Exception {
        int socks = network(stack).socks().port();
        try (Chromium chromium = Programs.orSkip(Chromium.findBehindProxy(socks), "Chromium")) {
            isAnswered(SourcesBrowser.of(chromium.page(script)), stack);
        }
    }

    @Test
    void whatIsSentInFirefoxWithoutScriptIsAnsweredThere(Stack stack) throws Exception {
        int socks = network(stack).socks().port();
        try (Firefox firefox = Firefox.startOrSkip(Files.createDirectory(folder.resolve("profile")), socks)) {
            isAnswered(firefox, stack);
        }
    }

    /** A tip with a file reaches the desk, and staff's answer comes back, both through the onion service. */
    private void isAnswered(SourcesBrowser source, Stack stack) throws Exception {
        try (Chromium chromium = Chromium.orSkip()) {
            // Given
            Witness witness = new Witness(stack);
            String onion = "http://" + network(stack).address();
            String receipt = send(source, onion);
            ConsoleDriver screen = ConsoleDriver.open(
                    chromium,
                    stack.ports().url(Port.TRIAGE),
                    "aysel",
                    stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal(),
                    stack.keys().passphrase("aysel"),
                    stack.keys().rootKey());
            String read = screen.read(witness.onlyTip());
            screen.showsFiles(1);
            int repliesBefore = replies(stack);

            // When
            screen.reply("Do not go home today.");
            await().atMost(PATIENCE).until(() -> replies(stack) > repliesBefore);
            source.open(onion + "/en/inbox");
            source.type("textarea[name=receipt]", receipt);
            source.click("button[type=submit]");
            source.waitFor(".reply");

            // Then
            assertThat(read).contains("I write through Tor.");
            assertThat(source.text(".reply")).isEqualTo("Do not go home today.");
        }
    }

    private String send(SourcesBrowser source, String onion) throws IOException {
        Path file = Files.writeString(folder.resolve("list.txt"), "Names that nobody may read.");
        source.open(onion + "/en/tip");
        source.click("input[name=danger][value=none]");
        source.click("input[name=topic][value=threat]");
        source.type("textarea[name=message]", "I write through Tor.");
        source.attach("input[name=files]", file);
        String receipt = source.value("input[name=receipt]");
        source.click("form button[type=submit]");
        source.waitFor(".received");
        return receipt;
    }

    /** What lies in intake's database, so that the source is sent there once, and not again and again. */
    private static int replies(Stack stack) throws SQLException {
        Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
        try (Connection intake = databases.connect("intake");
                ResultSet count = intake.createStatement().executeQuery("SELECT count(*) FROM reply")) {
            count.next();
            return count.getInt(1);
        }
    }

    /** Only the PROXY header tells the listener one circuit from another: all of them come from the same tor. */
    @Test
    void oneCircuitThatAsksTooOftenWaitsAndAnotherDoesNot(Stack stack) throws Exception {
        try (Tunnel loud = network(stack).tunnel();
                Tunnel quiet = network(stack).tunnel()) {
            // Given
            int asked = 1;
            int forLoud = status(loud);

            // When
            while (forLoud == 200 && asked < MORE_THAN_A_CIRCUIT_MAY_ASK) {
                forLoud = status(loud);
                asked++;
            }
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
        return Programs.orSkip(stack.tor(), "tor");
    }
}

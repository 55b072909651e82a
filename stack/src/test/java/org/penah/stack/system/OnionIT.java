package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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
import org.penah.stack.tor.Socks;
import org.penah.stack.tor.TorNetwork;
import org.penah.stack.tor.Tunnel;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;
import org.penah.testbed.tls.Certificate;

/** A source before a real browser, behind real circuits to the real onion service. */
@ExtendWith(RunningStack.class)
class OnionIT {

    /** Of one circuit in a minute; see {@code penah.flood.circuit.requests-per-minute}. */
    private static final int MORE_THAN_A_CIRCUIT_MAY_ASK = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private @Nullable Process tor;

    @AfterEach
    void stopTor() {
        if (tor != null) {
            tor.destroy();
            tor.onExit().join();
        }
    }

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

    /** All that the source's tor says to anybody passes the onlooker. */
    @Test
    void theNetworkSeesTorAndNeitherWhereItLeadsNorWhatIsSent(Stack stack) throws Exception {
        String onion = network(stack).address();
        try (Onlooker network = new Onlooker(0)) {
            int socks = torBehind(network, stack);
            try (Chromium chromium = Programs.orSkip(Chromium.findBehindProxy(socks), "Chromium")) {
                // When
                send(SourcesBrowser.of(chromium.page(true)), "http://" + onion);
            }

            // Then
            assertThat(network.asked()).isNotEmpty().isSubsetOf(members(stack));
            assertThat(network.seen())
                    .doesNotContain(
                            onion.replace(".onion", ""), "/en/tip", "Received", "I write through Tor.", "Names that");
        }
    }

    /** An ordinary address leads to what ends TLS in front of us. */
    @Test
    void withoutTorTheNetworkSeesTheSiteAndNotWhatIsSent(Stack stack) throws Exception {
        try (ServerSocket site = behindTls("penah.example", stack.ports().of(Port.INTAKE));
                Onlooker network = new Onlooker(site.getLocalPort());
                Chromium chromium = Programs.orSkip(Chromium.findBehindProxy(network.port()), "Chromium")) {
            // When
            send(
                    SourcesBrowser.of(chromium.page(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))),
                    "https://penah.example");

            // Then
            assertThat(network.asked()).contains("penah.example:443");
            assertThat(network.seen())
                    .contains("penah.example")
                    .doesNotContain("/en/tip", "Received", "I write through Tor.", "Names that");
        }
    }

    private int torBehind(Onlooker network, Stack stack) throws IOException {
        int port = FreePort.find();
        Path torrc = folder.resolve("source.torrc");
        Files.writeString(
                torrc, network(stack).membership() + """
                DataDirectory %s
                Socks5Proxy 127.0.0.1:%d
                SocksPort 127.0.0.1:%d
                """.formatted(folder.resolve("source"), network.port(), port));
        tor = Command.orSkip("tor", "--defaults-torrc", "/dev/null", "-f", torrc.toString())
                .output(folder.resolve("source.log"))
                .start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            new Socks(port).connect(network(stack).address(), "ready").close();
            return true;
        });
        return port;
    }

    private static Set<String> members(Stack stack) {
        return Arrays.stream(Port.values())
                .filter(port ->
                        port.name().startsWith("AUTHORITY_") || port.name().startsWith("RELAY_"))
                .map(port -> "127.0.0.1:" + stack.ports().of(port))
                .collect(Collectors.toSet());
    }

    private ServerSocket behindTls(String host, int port) throws IOException, GeneralSecurityException {
        char[] password = Certificate.PASSWORD.toCharArray();
        KeyStore key =
                KeyStore.getInstance(Certificate.make(host, folder).keyStore().toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        ServerSocket door =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Onlooker.connect(door, near -> {
            try (Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Onlooker.join(near, far, OutputStream.nullOutputStream());
            }
        });
        return door;
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

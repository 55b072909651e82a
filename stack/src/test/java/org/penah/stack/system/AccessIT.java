package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.tor.Socks;
import org.penah.stack.tor.TorNetwork;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;
import org.penah.testbed.tls.Certificate;

/** The ways between one server, in containers, and those who are elsewhere: through the real tors, on a private network of Tor. */
class AccessIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String PROJECT = "penah-access";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static final String ADMINISTRATOR = "violin-harvest-copper-meadow";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ServerHome home;
    private static State state;
    private static Supervisor programs;
    private static TorNetwork network;
    private static Path trusted;
    private static final List<Process> tors = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Programs.orSkip("docker", "docker-compose", "mmdebstrap", "tor");
        home = new ServerHome();
        Files.createFile(home.folder().resolve("env"));
        Files.writeString(
                home.folder().resolve("secrets/keycloak.env"),
                "KC_BOOTSTRAP_ADMIN_USERNAME=admin\nKC_BOOTSTRAP_ADMIN_PASSWORD=" + ADMINISTRATOR + "\n",
                StandardOpenOption.APPEND);
        state = State.open(folder.resolve("network"));
        programs = new Supervisor(state, new Printed("access"));
        network = new TorNetwork(
                state,
                Ports.free(state),
                REPOSITORY.resolve("k8s/tor/torrc"),
                docker("network", "inspect", "bridge", "--format={{(index .IPAM.Config 0).Gateway}}")
                        .strip());
        // What a killed run left: a tor that remembers another network finds nobody in this one.
        compose("down", "--volumes", "--timeout=0");
        programs.start(network.beforeIntake().stream()
                .filter(program -> !program.name().equals(TorNetwork.ONION))
                .toList());
        makeCertificate();
        join("k8s/client-tor/torrc", "client-torrc");
        join("k8s/base/staff-onion/torrc", "staff-torrc");
    }

    /** Of no authority that anybody knows; with what partner-kit and curl trust beside those. */
    private static void makeCertificate() throws IOException {
        Path tls = Files.createDirectory(home.folder().resolve("tls"));
        Command.orSkip(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ed25519",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "certificate.pem")
                .in(tls)
                .succeed();
        Files.setPosixFilePermissions(tls.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        trusted = folder.resolve("trusted.p12");
        Command.ofJdk(
                        "keytool",
                        List.of(
                                "-importcert",
                                "-noprompt",
                                "-file",
                                tls.resolve("certificate.pem").toString(),
                                "-keystore",
                                trusted.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                Certificate.PASSWORD))
                .succeed();
        home.environment().put("PENAH_PARTNERS_URL", "https://localhost:%s/partner/acknowledgements".formatted(port()));
    }

    /** Of partners' way in. */
    private static String port() {
        return home.environment().get("PENAH_PARTNERS_PORT");
    }

    private static void join(String torrc, String as) throws IOException {
        Files.writeString(
                home.folder().resolve(as), Files.readString(REPOSITORY.resolve(torrc)) + network.membership());
    }

    @AfterAll
    static void stop() throws Exception {
        if (home == null) {
            return;
        }
        try {
            for (Process tor : tors) {
                tor.destroy();
                tor.onExit().join();
            }
            compose("down", "--volumes", "--timeout=0");
            programs.close();
            state.close();
        } finally {
            home.close();
        }
    }

    @Test
    void a_partner_behind_an_onion_is_told_through_notify_services_tor_and_answers_there_and_at_partners_way_in()
            throws Exception {
        try (Organisation organisation = new Organisation(
                "hidden",
                folder,
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword='%s'"
                                .formatted(trusted, Certificate.PASSWORD)))) {
            // Given
            Path service = folder.resolve("hidden-service");
            organisation.starts(Command.prepared(network.other("hidden", """
                    HiddenServiceDir %s
                    HiddenServicePort 80 127.0.0.1:%d
                    """.formatted(service, organisation.port()))));
            Path address = service.resolve("hostname");
            await().atMost(PATIENCE).until(() -> Files.exists(address));
            organisation.command(
                    "init",
                    "--name=hidden",
                    "--url=http://" + Files.readString(address).strip() + "/alerts");
            String profile = Files.readString(folder.resolve("hidden/profile.json"));
            Files.writeString(
                    home.folder().resolve("canary/partners.json"),
                    "[" + profile.strip().replaceFirst("}$", ",\"canary\":true}]"));
            home.open();

            // When
            compose("up", "--detach", "--wait", "notify", "notify-tor", "partners-way-in");
            String credentials = "--penah=" + home.folder().resolve("canary/credentials/hidden.json");
            Path said = organisation.receive("--acknowledge-tests", credentials);

            // Then
            await().atMost(PATIENCE).until(() -> Files.readString(said).contains("AUTO-ACKNOWLEDGED alert "));
            assertThat(askedFor("\\x01\\x01\\x01\\x01\\x01"))
                    .as("an address that is no onion's")
                    .isEqualTo("05 02");

            // When they call us
            Matcher alert =
                    Pattern.compile("AUTO-ACKNOWLEDGED alert ([0-9a-f-]{36})").matcher(Files.readString(said));
            assertThat(alert.find()).isTrue();
            String answered = organisation.command("ack", "--now", credentials, alert.group(1));

            // Then
            assertThat(answered).contains("Penah knows: ack");
            assertThat(called("/partner/acknowledgements")).isEqualTo("400 application/problem+json");
            assertThat(called("/partner/details")).isEqualTo("400 application/octet-stream");
            assertThat(called("/partner/")).isEqualTo("404 text/html");
            assertThat(called("/q/health")).isEqualTo("404 text/html");
            assertThat(handshake("-tls1_3").exit()).isZero();
            assertThat(handshake("-tls1_2").exit()).isNotZero();
        }
    }

    @Test
    void staff_sign_in_and_open_their_keys_by_an_onion_that_nobody_else_finds() throws Exception {
        // Given a server whose onion has made its address, and two members' keys
        home.open();
        compose("up", "--detach", "--wait", "triage", "sign-in");
        List<String> guide = blocks("## Staff's onion on one server");
        asPrinted(guide.get(0).replace("--wait", "--wait triage sign-in staff-onion"));
        Path clients = home.folder().resolve("staff-onion/clients");
        String onion = Files.readString(home.folder().resolve("staff-onion/service/hostname"))
                .strip();
        say(onion);
        assertThat(docker("top", container("staff-onion"), "-o", "pid,args")).contains("--DisableNetwork 1");
        Socks aysel = list(clients, "aysel", onion);
        Socks orkhan = list(clients, "orkhan", onion);
        Socks stranger = torOf("stranger", Files.createDirectory(folder.resolve("no-keys")));

        // When
        asPrinted(guide.get(1).lines().findFirst().orElseThrow());
        compose("restart", "staff-onion");
        compose("up", "--detach", "--wait", "triage", "sign-in", "staff-onion");
        reaches(aysel, onion);
        reaches(orkhan, onion);

        // Then
        assertThatThrownBy(() -> stranger.connect(onion, "ready").close()).isInstanceOf(IOException.class);
        try (Firefox browser =
                Firefox.startOrSkip(Files.createDirectory(folder.resolve("profile")), aysel.port(), true)) {
            browser.open("http://" + onion + "/");
            browser.waitFor("#username");
            browser.type("#username", "aysel");
            browser.type(
                    "#password",
                    home.stack()
                            .state()
                            .secrets()
                            .getTyped(Keycloak.DEMO_PASSWORD)
                            .reveal());
            browser.click("#kc-login");
            browser.waitFor("#passphrase");
            browser.type("#passphrase", home.stack().keys().passphrase("aysel"));
            browser.click(".unlock button[type=submit]");
            browser.waitFor("#root-key");
            browser.type("#root-key", home.stack().keys().rootKey());
            browser.click(".unlock button[type=submit]");
            browser.waitFor(".key.open");
        }
        assertThat(issuer("penah")).isEqualTo("http://" + onion + ":8180/realms/penah");
        assertThat(issuer("master"))
                .isEqualTo("http://localhost:" + home.environment().get("PENAH_KEYCLOAK_PORT") + "/realms/master");

        // When
        Files.delete(clients.resolve("orkhan.auth"));
        compose("restart", "staff-onion");
        reaches(aysel, onion);

        // Then
        assertThatThrownBy(() -> orkhan.connect(onion, "ready").close()).isInstanceOf(IOException.class);
    }

    /** The blocks of a section of operations.md. */
    private static List<String> blocks(String heading) throws IOException {
        String text = Files.readString(REPOSITORY.resolve("docs/operations.md"));
        int from = text.indexOf(heading + "\n");
        assertThat(from).as(heading).isNotNegative();
        return Pattern.compile("^```sh(?: root)?\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text.substring(from, text.indexOf("\n## ", from)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** A block of the guide, at this server's places. */
    private static void asPrinted(String block) throws IOException {
        Command command = Command.of(
                        "bash",
                        "-euc",
                        block.replace(
                                        "docker compose --env-file /etc/penah/env -f stack/compose.yaml",
                                        "docker '" + String.join("' '", compose()) + "'")
                                .replace("/etc/penah", home.folder().toString()))
                .in(REPOSITORY)
                .within(PATIENCE);
        environment().forEach(command::with);
        command.succeed();
    }

    /** What the guide has an administrator say in Keycloak's pages. */
    private static void say(String onion) throws IOException, InterruptedException {
        String all = keycloak() + "/admin/realms/penah";
        ObjectNode realm = (ObjectNode) ask(HttpRequest.newBuilder(URI.create(all)));
        realm.withObject("/attributes").put("frontendUrl", "http://" + onion + ":8180");
        put(all, realm);
        JsonNode clients = ask(HttpRequest.newBuilder(URI.create(all + "/clients?clientId=triage")));
        ObjectNode client = (ObjectNode) clients.path(0);
        client.put("rootUrl", "http://" + onion);
        client.putArray("redirectUris").add("http://" + onion + "/signed-in");
        put(all + "/clients/" + client.path("id").asText(), client);
    }

    private static void put(String address, JsonNode value) throws IOException, InterruptedException {
        ask(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(value.toString())));
    }

    private static JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> token = HTTP.send(
                HttpRequest.newBuilder(URI.create(keycloak() + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=password&client_id=admin-cli&username=admin&password=" + ADMINISTRATOR))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> answer = HTTP.send(
                request.header(
                                "Authorization",
                                "Bearer "
                                        + JSON.readTree(token.body())
                                                .path("access_token")
                                                .asText())
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static String keycloak() {
        return "http://localhost:" + home.environment().get("PENAH_KEYCLOAK_ADMIN_PORT");
    }

    /** A member makes a key as the guide says, and its public half is listed. */
    private static Socks list(Path clients, String name, String onion) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        Files.createDirectory(own.resolve("target"));
        List<String> guide = blocks("## Somebody comes, or goes");
        Command.of("bash", "-ec", guide.get(0)).in(own).succeed();
        String key = Command.of("bash", "-ec", guide.get(1)).in(own).succeed().strip();
        Path listed = Files.copy(own.resolve("target/staff-onion.auth"), clients.resolve(name + ".auth"));
        Files.setOwner(listed, Files.getOwner(clients));
        Path keys = Files.createDirectory(own.resolve("keys"));
        Files.writeString(
                keys.resolve("own.auth_private"), onion.replace(".onion", "") + ":descriptor:x25519:" + key + "\n");
        return torOf(name, keys);
    }

    private static Socks torOf(String name, Path keys) throws IOException {
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
        int port = FreePort.find();
        tors.add(Command.prepared(network.client(name, port, keys))
                .output(folder.resolve(name + ".log"))
                .start());
        return new Socks(port);
    }

    private static void reaches(Socks tor, String onion) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            tor.connect(onion, "ready").close();
            return true;
        });
    }

    private static String issuer(String realm) throws IOException, InterruptedException {
        URI place = URI.create(keycloak() + "/realms/" + realm + "/.well-known/openid-configuration");
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofString())
                        .body())
                .path("issuer")
                .asText();
    }

    private static String container(String service) throws IOException {
        return compose("ps", "--quiet", service).strip();
    }

    /** What an unsigned request gets: who answered shows in how. */
    private static String called(String path) throws IOException {
        return Command.orSkip(
                        "curl",
                        "--silent",
                        "--cacert",
                        home.folder().resolve("tls/certificate.pem").toString(),
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{http_code} %{content_type}",
                        "--header",
                        "content-type: application/json",
                        "--data",
                        "{}",
                        "https://localhost:" + port() + path)
                .succeed();
    }

    private static Command.Ended handshake(String version) {
        return Command.orSkip(
                        "openssl",
                        "s_client",
                        version,
                        "-verify_return_error",
                        "-CAfile",
                        home.folder().resolve("tls/certificate.pem").toString(),
                        "-connect",
                        "localhost:" + port())
                .run();
    }

    /** What notify-service's tor answers to a SOCKS request (RFC 1928) for port 80 of an address: its version, and why not. */
    private static String askedFor(String address) throws IOException {
        return compose("exec", "-T", "notify-tor", "bash", "-c", """
                exec 3<>/dev/tcp/127.0.0.1/9050
                printf '\\x05\\x01\\x00' >&3
                head -c 2 <&3 > /dev/null
                printf '\\x05\\x01\\x00%s\\x00\\x50' >&3
                head -c 2 <&3 | od -An -tx1
                """.formatted(address))
                .strip();
    }

    private static String compose(String... arguments) throws IOException {
        List<String> all = compose();
        all.addAll(List.of(arguments));
        return docker(all.toArray(String[]::new));
    }

    private static String docker(String... arguments) throws IOException {
        Command command = Command.orSkip("docker", arguments).within(PATIENCE);
        environment().forEach(command::with);
        return command.succeed();
    }

    private static List<String> compose() {
        return new ArrayList<>(List.of(
                "compose",
                "--project-name=" + PROJECT,
                // Or nobody takes down what only a profile has.
                "--profile=*",
                "--env-file=" + home.folder().resolve("env"),
                "--file=" + REPOSITORY.resolve("stack/compose.yaml"),
                "--file=" + REPOSITORY.resolve("stack/src/test/compose/access.yaml")));
    }

    private static Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(home.environment());
        // Not that of a server, or of another test, on this machine; and none that Docker gives away.
        all.put("PENAH_ONION_NETWORK", "10.213.86");
        return all;
    }
}

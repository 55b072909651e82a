package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.answer.SlotAnswer;
import org.penah.partner.home.Fingerprint;
import org.penah.partner.home.Home;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;
import org.penah.sealing.webhook.WebhookVerifier;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Somebody who has read only docs/partners.md: its commands, in their order. */
class PartnersPageTest {

    private static final UUID ID = UUID.fromString("3c9a52d8-71be-4a06-8f0d-5e2b7a94c613");
    private static final Pattern STATEMENT =
            Pattern.compile("(join-[0-9a-f]{32})\\.([0-9]+)\\.(\\{[^ ]*})\\.(v1a,[A-Za-z0-9+/]{86}==)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Penah penah;
    private Process receiver;

    @BeforeEach
    void start() throws IOException {
        penah = new Penah();
    }

    @AfterEach
    void stop() {
        penah.close();
        if (receiver != null) {
            // The shell's child outlives the shell.
            receiver.descendants().forEach(ProcessHandle::destroyForcibly);
            receiver.destroyForcibly();
        }
    }

    @Test
    void the_commands_of_the_page_do_what_it_says() throws Exception {
        Iterator<String> blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/partners.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .iterator();

        // Once
        assertThat(run(blocks.next())).contains("\"name\":\"safe-house\"", "age1pq1", "\"channel\":\"slots\"");
        Home home = new Home(folder.resolve("partner"));
        String joined = run(blocks.next());
        Matcher line = STATEMENT.matcher(joined);
        assertThat(line.find()).isTrue();
        requireSigned(line.group(), home);
        assertThat(joined).contains("Fingerprint: " + Fingerprint.of(line.group()));
        penah.credentials(folder.resolve("for-safe-house.json"), "safe-house");
        byte[] welcome = Penah.seal(
                Files.readString(folder.resolve("for-safe-house.json")),
                home.profile().recipient());
        Files.write(folder.resolve("safe-house.penah.age"), welcome);
        assertThat(run(blocks.next())).contains("Fingerprint: " + Fingerprint.of(welcome));

        // Every day
        int port = FreePort.find();
        receiver = bash(blocks.next().replace("8084", port + " --page 0"), "received");
        String alert = Penah.alert(ID, 1, "Alert", "safe-house");
        byte[] state =
                Penah.seal(Penah.state("safe-house", alert), home.profile().recipient());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 200);
        await().atMost(PATIENCE).until(() -> output("received").contains("An alert has come: " + ID));
        assertThat(run(blocks.next())).matches("([a-z2-9]{4}-){4}[a-z2-9]{4}\n");
        assertThat(run(blocks.next()))
                .containsPattern("mara  ([a-z2-9]{4}-){2}[a-z2-9]{4}\n")
                .containsPattern("browser:   [A-Z2-7]{52}\n")
                .contains(torrcOfPhones().strip().replace("\n", "\n  "));
        assertThat(run("penah-partner phone list --dir partner")).isEqualTo("mara\nPeople: 1.\n");
        assertThat(run(blocks.next())).contains("mara is shut out.");
        assertThat(run("penah-partner phone list --dir partner")).isEqualTo("Nobody.\n");
        nudgeBy("cat > '" + folder.resolve("nudged") + "'");
        assertThat(run(blocks.next())).contains("Sent.", "NUDGES ARE SEEN");
        assertThat(folder.resolve("nudged")).hasContent("Look at Penah");
        assertThat(run(blocks.next())).contains("NOT ANSWERED YET", "Alerts: 1.");

        // Penah hears the answer in a heartbeat and says so in the next
        Process acknowledging = bash(blocks.next(), "acknowledged");
        await().atMost(PATIENCE)
                .until(() -> new String(post(port, state).body(), StandardCharsets.US_ASCII)
                        .contains("\"action\":\"acknowledge\""));
        byte[] known = Penah.seal(
                Penah.state("safe-house", alert.replace("\"to\":", "\"answered\":1,\"to\":")),
                home.profile().recipient());
        post(port, known);
        assertThat(acknowledging.waitFor()).as(output("acknowledged")).isZero();
        assertThat(output("acknowledged")).contains("Penah knows");
        assertThat(penah.answers).as("nothing leaves beside the beat").isEmpty();

        // Exercises
        Process drilling = bash(blocks.next(), "drilled");
        await().atMost(PATIENCE).until(() -> output("drilled").contains("Waiting"));
        String drill = output("drilled").replaceAll("(?s).*inbox: ([0-9a-f-]{36}).*", "$1");
        run("penah-partner need-info --dir partner " + drill);
        assertThat(drilling.waitFor()).as(output("drilled")).isZero();
        assertThat(output("drilled")).containsPattern("A human answered after [0-9]+ seconds: need-info");

        // Without our program
        Programs.orSkip("openssl", "curl");
        WebhookHeaders headers = new WebhookSigner(
                        List.of(SigningKey.generate(), penah.key), List.of(SharedSecret.generate(), penah.secret))
                .sign(new WebhookMessage(UUID.randomUUID().toString(), Instant.now(), state));
        Files.write(folder.resolve("body"), state);
        Files.writeString(folder.resolve("webhook-id"), Objects.requireNonNull(headers.id()) + "\n");
        Files.writeString(folder.resolve("webhook-timestamp"), Objects.requireNonNull(headers.timestamp()) + "\n");
        String verify = blocks.next();
        String compare = blocks.next();
        List<String> signatures = new ArrayList<>(
                List.of(Objects.requireNonNull(headers.signature()).split(" ", -1)));
        for (int order = 0; order < 2; order++, Collections.reverse(signatures)) {
            Files.writeString(folder.resolve("webhook-signature"), String.join(" ", signatures) + "\n");
            assertThat(run(verify)).contains("Signature Verified Successfully");
            assertThat(run(compare)).contains("The secret is ours too");
        }
        assertThat(run(blocks.next())).contains(ID.toString(), "\"slot\":10");
        run(blocks.next());
        Penah.Answered answered = penah.answers.get(0);
        new WebhookVerifier(List.of(VerificationKey.parse(home.profile().acknowledgementKey())), List.of())
                .verify(answered.headers(), answered.body().getBytes(StandardCharsets.UTF_8), Instant.now());
        assertThat(answered.body()).isEqualTo("{\"id\":\"" + ID + "\",\"seq\":1,\"action\":\"acknowledge\"}");
        String fingerprint = run(blocks.next());
        String byHand = Files.readString(folder.resolve("line"));
        requireSigned(byHand, home);
        assertThat(fingerprint).isEqualTo(Fingerprint.of(byHand).replace(" ", ""));
        assertThat(blocks).isExhausted();
    }

    /** As Penah looks at it. */
    private static void requireSigned(String statement, Home home) throws Exception {
        Matcher parts = STATEMENT.matcher(statement);
        assertThat(parts.matches()).isTrue();
        WebhookHeaders headers = new WebhookHeaders(parts.group(1), parts.group(2), parts.group(4));
        new WebhookVerifier(List.of(VerificationKey.parse(home.profile().acknowledgementKey())), List.of())
                .verify(headers, parts.group(3).getBytes(StandardCharsets.US_ASCII), Instant.now());
        assertThat(parts.group(3))
                .contains("\"name\":\"safe-house\"", home.profile().recipient());
    }

    @Test
    void tor_takes_the_lines_of_the_onion_service() throws Exception {
        Programs.orSkip("tor");
        run("penah-partner init --dir partner --name safe-house --url http://x.onion/");
        run("penah-partner phone add --dir partner mara");
        Path service = folder.resolve("service-phone");
        PrivateFile.makeFolder(service);
        Path clients = service.resolve("authorized_clients");
        Files.move(folder.resolve("partner/phone/authorized_clients"), clients);
        Files.writeString(
                folder.resolve("torrc"),
                (lines("torrc") + torrcOfPhones()).replace("/var/lib/tor/penah", folder + "/service") + "DataDirectory "
                        + folder + "/tor\n");
        assertThat(run("tor --verify-config -f torrc")).contains("Configuration was valid");
    }

    @Test
    void the_page_for_phones_is_off_until_it_is_asked_for() throws Exception {
        // Given
        run("penah-partner init --dir partner --name safe-house --url https://alerts.safe-house.example/");
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        run("penah-partner phone add --dir partner mara");
        String receive = "penah-partner receive --dir partner --page 0 --port 0";

        // When
        receiver = bash(receive, "received");
        await().atMost(PATIENCE).until(() -> output("received").contains("Receiving alerts"));

        // Then
        assertThat(output("received")).doesNotContain("phones").doesNotContain("8095");

        // When
        stop();
        penah = new Penah();
        receiver = bash(receive + " --phone=0", "received");

        // Then
        await().atMost(PATIENCE)
                .until(() -> output("received").contains("The page for phones waits for tor at 127.0.0.1:"));
    }

    private static String torrcOfPhones() throws IOException {
        return Pattern.compile("```torrc\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/partners.md")))
                .results()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void a_request_passes_the_lines_of_the_reverse_proxy() throws Exception {
        Programs.orSkip("nginx", "openssl", "curl");

        // Given
        run("penah-partner init --dir partner --name safe-house --url https://alerts.safe-house.example/");
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        int behind = FreePort.find();
        int port = FreePort.find();
        receiver = bash("penah-partner receive --dir partner --page 0 --port " + behind, "received");
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem"
                + " -subj /CN=proxy -addext subjectAltName=DNS:alerts.safe-house.example");
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                events {}
                http {
                    client_body_temp_path bodies;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d ssl;
                        ssl_certificate certificate.pem;
                        ssl_certificate_key key.pem;
                        %s
                    }
                }
                """.formatted(
                        port, lines("nginx").replace("8084", String.valueOf(behind))));
        Home home = new Home(folder.resolve("partner"));
        byte[] state = Penah.seal(Penah.state("safe-house"), home.profile().recipient());
        Files.write(folder.resolve("body"), state);
        Process proxy = bash("exec /usr/sbin/nginx -e stderr -p . -c nginx.conf", "proxied");

        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> post(behind, state).statusCode() == 200);

            // When
            WebhookHeaders headers = penah.sign(state, Instant.now());
            String status = run("curl --silent --show-error --retry 9 --retry-connrefused --cacert certificate.pem"
                    + " --resolve alerts.safe-house.example:" + port + ":127.0.0.1 --data-binary @body"
                    + " -H 'webhook-id: " + headers.id() + "' -H 'webhook-timestamp: " + headers.timestamp()
                    + "' -H 'webhook-signature: " + headers.signature() + "' --output answer --write-out '%{http_code}'"
                    + " https://alerts.safe-house.example:" + port + "/");

            // Then
            assertThat(status).isEqualTo("200");
            assertThat(folder.resolve("answer")).hasSize(SlotAnswer.BYTES);
        } finally {
            proxy.destroy();
            proxy.waitFor();
        }
    }

    /** The one block of the page in a language. */
    private static String lines(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/partners.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void a_full_disk_is_said_and_what_did_not_fit_comes_again_after_a_restart() throws Exception {
        // Given a disk on which no file of an alert's size can be written
        run("penah-partner init --dir partner --name safe-house --url https://alerts.safe-house.example/");
        Home home = new Home(folder.resolve("partner"));
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        byte[] state = Penah.seal(
                Penah.state("safe-house", Penah.alert(ID, 1, "Alert", "safe-house")),
                home.profile().recipient());
        int port = FreePort.find();
        String receive = "penah-partner receive --dir partner --page 0 --port " + port;
        receiver = bash("ulimit -f 4\n" + receive, "received");

        // When
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 503);

        // Then a human sees it all the same, and Penah does not believe that it is kept
        await().atMost(PATIENCE).until(() -> output("received").contains("CANNOT KEEP ALERTS"));
        assertThat(output("received"))
                .contains("An alert has come: " + ID)
                .as("a log keeps what is printed")
                .doesNotContain("Western Asia", "in danger");
        assertThat(run("penah-partner inbox --dir partner")).contains("No alerts.");

        // When there is room, after a restart
        stop();
        penah = new Penah();
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        nudgeBy("cat > '" + folder.resolve("nudged") + "'");
        receiver = bash(receive, "received");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 200);

        // Then it is kept, and a person is called who is not at the page
        assertThat(run("penah-partner inbox --dir partner")).contains("NOT ANSWERED YET", "Alerts: 1.");
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("nudged")));
        assertThat(output("received")).contains("NUDGES ARE SEEN");
    }

    @Test
    void a_wrong_nudge_file_is_said_and_stops_nothing() throws Exception {
        // Given
        run("penah-partner init --dir partner --name safe-house --url https://alerts.safe-house.example/");
        Files.writeString(folder.resolve("partner/nudge.json"), "{\"comand\": [\"a typo with a secret\"]}");
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        Home home = new Home(folder.resolve("partner"));
        byte[] state = Penah.seal(Penah.state("safe-house"), home.profile().recipient());
        int port = FreePort.find();

        // When
        receiver = bash("penah-partner receive --dir partner --page 0 --port " + port, "received");

        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 200);
        assertThat(output("received")).contains("NO NUDGE: ", "nudge.json").doesNotContain("secret");
    }

    @Test
    void a_terminal_that_takes_nothing_stops_neither_alerts_nor_nudges() throws Exception {
        // Given
        run("penah-partner init --dir partner --name safe-house --url https://alerts.safe-house.example/");
        penah.credentials(folder.resolve("partner/penah.json"), "safe-house");
        nudgeBy("cat > '" + folder.resolve("nudged") + "'");
        byte[] state = Penah.seal(
                Penah.state("safe-house", Penah.alert(ID, 1, "Alert", "safe-house")),
                new Home(folder.resolve("partner")).profile().recipient());
        int port = FreePort.find();

        // When nobody reads a pipe that is full
        receiver = bash("""
                mkfifo full
                exec 3<>full
                dd if=/dev/zero of=full bs=4096 oflag=nonblock conv=notrunc || true
                penah-partner receive --dir partner --page 0 --port %d >&3
                """.formatted(port), "received");

        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 200);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("nudged")));
    }

    @Test
    void systemd_takes_the_unit_and_tries_again_for_ever() throws Exception {
        Programs.orSkip("systemd-analyze");
        Files.writeString(folder.resolve("penah-partner.service"), lines("ini"));
        assertThat(run("systemd-analyze verify --man=no ./penah-partner.service 2>&1"))
                .isEmpty();
        assertThat(lines("ini"))
                .contains(
                        "Restart=always",
                        "StartLimitIntervalSec=0",
                        "RestartSec=",
                        "java -XX:+ExitOnOutOfMemoryError -jar");
    }

    private void nudgeBy(String script) throws IOException {
        Files.writeString(folder.resolve("partner/nudge.json"), "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}");
    }

    private HttpResponse<byte[]> post(int port, byte[] body) throws Exception {
        WebhookHeaders headers = penah.sign(body, Instant.now());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private String run(String commands) throws Exception {
        int exit = bash(commands, "output").waitFor();
        assertThat(exit).as(output("output")).isZero();
        return output("output");
    }

    /** As the reader runs them; the program is the classes that the build has just made. */
    private Process bash(String commands, String output) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program =
                """
                penah-partner() { '%s' -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' org.penah.partner.PenahPartner "$@"; }
                age() { shift; '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' org.penah.ceremony.cli.Main age decrypt "$@"; }
                """.formatted(java, System.getProperty("java.class.path"), java, System.getProperty("java.class.path"));
        return Command.of("bash", "-euc", program + commands)
                .in(folder)
                .output(folder.resolve(output))
                .start();
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}

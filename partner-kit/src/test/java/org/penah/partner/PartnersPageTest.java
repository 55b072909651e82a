package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.WebhookHeaders;

/** Somebody who has read only docs/partners.md: its commands, in their order. */
class PartnersPageTest {

    private static final UUID ID = UUID.fromString("3c9a52d8-71be-4a06-8f0d-5e2b7a94c613");
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
        penah.handOver(folder.resolve("partner/penah.json"), "safe-house");

        // Every day
        int port = freePort();
        receiver = bash(blocks.next().replace("8084", port + " --page 0"), "received");
        String alert = Penah.alert(ID, 1, "Alert", "safe-house");
        byte[] state =
                Penah.seal(Penah.state("safe-house", alert), home.profile().recipient());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post(port, state).statusCode() == 200);
        await().atMost(PATIENCE).until(() -> output("received").contains("ALERT  (alert " + ID));
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

        // Without our program
        WebhookHeaders headers = penah.sign(state, Instant.now());
        Files.write(folder.resolve("body"), state);
        Files.writeString(folder.resolve("webhook-id"), Objects.requireNonNull(headers.id()) + "\n");
        Files.writeString(folder.resolve("webhook-timestamp"), Objects.requireNonNull(headers.timestamp()) + "\n");
        Files.writeString(folder.resolve("webhook-signature"), Objects.requireNonNull(headers.signature()) + "\n");
        assertThat(run(blocks.next())).contains("Signature Verified Successfully");
        assertThat(blocks).isExhausted();
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
    private Process bash(String commands, String output) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program = "penah-partner() { '%s' -cp '%s' org.penah.partner.PenahPartner \"$@\"; }\n"
                .formatted(java, System.getProperty("java.class.path"));
        return new ProcessBuilder("bash", "-euc", program + commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}

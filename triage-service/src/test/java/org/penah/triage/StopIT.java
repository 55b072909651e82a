package org.penah.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.testbed.program.Command;

/** An update stops the service while staff are at the desk. */
class StopIT {

    /** Shorter than the service itself would wait for what does not end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void what_staff_are_at_is_done_and_streams_of_news_end_at_once() throws Exception {
        // Given
        try (var triage = new Triage()) {
            Browser aysel = Browser.signIn("aysel");
            try (var saving = new Saving(aysel)) {
                CompletableFuture<Void> news = news(aysel);

                // When
                triage.service.destroy();

                // Then
                assertThat(news).succeedsWithin(PATIENCE);
                assertThat(aysel.get("/api/views").statusCode()).isEqualTo(200);
                assertThat(news(aysel)).succeedsWithin(PATIENCE);
                assertThat(saving.end()).startsWith("HTTP/1.1 204");
                assertThat(LocalPostgres.column("select member from saved_views"))
                        .containsExactly("aysel");
                assertThat(triage.service.onExit()).succeedsWithin(PATIENCE);
            }
        }
    }

    /** Returns once the stream says that nothing is missed from here on; what is returned ends with it, in order. */
    private static CompletableFuture<Void> news(Browser member) {
        HttpResponse<Stream<String>> answer = member.send(
                member.request("/api/news").header("Sec-Fetch-Site", "same-origin"), BodyHandlers.ofLines());
        Iterator<String> lines = answer.body().iterator();
        assertThat(lines.next()).startsWith("event:");
        return CompletableFuture.runAsync(() -> lines.forEachRemaining(line -> {}));
    }

    /** Saved views, of which the half was sent. */
    private static final class Saving implements AutoCloseable {

        private final Socket socket;
        private final byte[] body;

        Saving(Browser member) throws IOException {
            URI service = URI.create(LocalKeycloak.triageUrl());
            body = "{\"sealed\":%s}"
                    .formatted(Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
                            .at("/data/sealed"))
                    .getBytes(StandardCharsets.US_ASCII);
            socket = new Socket(service.getHost(), service.getPort());
            socket.getOutputStream().write("""
                    POST /api/views HTTP/1.1\r
                    Host: %s\r
                    Cookie: %s\r
                    Sec-Fetch-Site: same-origin\r
                    X-Penah: console\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Expect: 100-continue\r
                    \r
                    """.formatted(service.getAuthority(), member.cookieHeader(), body.length)
                    .getBytes(StandardCharsets.US_ASCII));
            // It has begun once the service asks for more.
            byte[] interim = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.getInputStream().readNBytes(interim.length)).isEqualTo(interim);
            socket.getOutputStream().write(body, 0, body.length / 2);
        }

        /** Sends the other half and takes the answer. */
        String end() throws IOException {
            socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The built service as a separate process; its log is {@code target/stop.log}. */
    private static final class Triage implements AutoCloseable {

        private final LocalPostgres postgres = new LocalPostgres();
        private final LocalBroker broker = new LocalBroker();
        private final Process service;

        Triage() throws IOException {
            Map<String, String> settings = new HashMap<>(postgres.start());
            settings.putAll(broker.start());
            settings.putAll(new LocalKeycloak().start());
            settings.putAll(new LocalFolders().start());
            settings.put(
                    "quarkus.http.port",
                    String.valueOf(URI.create(LocalKeycloak.triageUrl()).getPort()));
            settings.put("quarkus.management.port", "0");
            settings.put("quarkus.oidc.token-state-manager.encryption-secret", "only for this test, and long enough");
            List<String> command = new ArrayList<>();
            settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
            command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
            service = Command.ofJdk("java", command)
                    .output(Path.of("target/stop.log"))
                    .start();
            await().atMost(Desk.LIMIT.multipliedBy(2))
                    .until(() -> Files.readString(Path.of("target/stop.log")).contains("Listening on"));
        }

        @Override
        public void close() {
            service.destroyForcibly();
            broker.stop();
            postgres.stop();
        }
    }
}

package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookVerifier;

/** Our own receiver, by the file with which partners check theirs. */
class ConformanceTest {

    private static JsonNode file;
    private static final Map<String, JsonNode> VECTORS = new HashMap<>();

    @TempDir
    Path temporary;

    @BeforeAll
    static void read() throws Exception {
        if (System.getProperty("conformance.write") != null) {
            Conformance.write();
        }
        file = new ObjectMapper().readTree(Conformance.FILE.toFile());
        file.path("vectors").forEach(vector -> VECTORS.put(vector.path("name").asText(), vector));
    }

    @TestFactory
    Stream<DynamicTest> each_vector_is_taken_or_refused_as_it_says() {
        return StreamSupport.stream(file.path("vectors").spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(
                        vector.path("name").asText() + ": "
                                + vector.path("reason").asText(),
                        () -> check(vector)));
    }

    @Test
    void each_kind_of_fault_is_there_and_names_are_used_once() {
        Set<String> faults = new HashSet<>();
        file.path("vectors").forEach(vector -> faults.add(vector.path("fault").asText()));
        assertThat(faults).containsExactlyInAnyOrder("", "headers", "signature", "seal", "content", "order");
        assertThat(VECTORS).hasSize(file.path("vectors").size());
    }

    @Test
    void the_answer_that_it_shows_is_the_one_that_we_give() throws Exception {
        // Given
        Home home = home("answering");
        JsonNode answer = file.path("answer");
        JsonNode alert = VECTORS.get(answer.path("to").asText());
        try (Receiver receiver = receiver(home)) {
            send(receiver, VECTORS.get("edge"));
            var book = new Inbox(home.inbox()).answers();
            var kept = new Inbox(home.inbox()).alerts(home.identity(), now()).get(0);
            book.give(kept.alert(), Action.ACKNOWLEDGE);
            book.give(kept.alert(), Action.CLAIM);

            // When
            HttpResponse<String> given = send(receiver, alert);

            // Then
            assertThat(given.statusCode()).isEqualTo(answer.path("status").asInt());
            assertThat(given.body()).isEqualTo(answer.path("body").asText());
            assertThat(given.headers().firstValue(WebhookHeaders.SIGNATURE))
                    .hasValue(Conformance.headers(answer).signature());
            VerificationKey partner = SigningKey.parse(
                            file.path("partner").path("acknowledgementSecret").asText())
                    .publicKey();
            new WebhookVerifier(List.of(partner), List.of())
                    .verify(Conformance.headers(answer), given.body().getBytes(StandardCharsets.US_ASCII), now());
        }
    }

    private void check(JsonNode vector) throws Exception {
        Home home = home(vector.path("name").asText().replaceAll("[^a-z0-9-]", "_"));
        try (Receiver receiver = receiver(home)) {
            for (JsonNode before : vector.path("after")) {
                assertThat(send(receiver, VECTORS.get(before.asText())).statusCode())
                        .isEqualTo(200);
            }
            int status = send(receiver, vector).statusCode();
            if (vector.path("verdict").asText().equals("accepted")) {
                assertThat(status).isBetween(200, 299);
            } else {
                assertThat(vector.path("verdict").asText()).isEqualTo("refused");
                boolean unsigned = Set.of("headers", "signature")
                        .contains(vector.path("fault").asText());
                assertThat(status).isEqualTo(unsigned ? 401 : 503);
                assertThat(new Inbox(home.inbox()).alerts(home.identity(), now()))
                        .isEmpty();
            }
        }
    }

    private Home home(String name) throws Exception {
        Path folder = Files.createDirectories(temporary.resolve(name));
        JsonNode partner = file.path("partner");
        Files.writeString(
                folder.resolve("identity.txt"), partner.path("identity").asText());
        Files.writeString(
                folder.resolve("acknowledgement.key"),
                partner.path("acknowledgementSecret").asText());
        Files.writeString(folder.resolve("penah.json"), file.path("credentials").toString());
        Files.writeString(
                folder.resolve("profile.json"),
                "{\"name\":\"%s\",\"url\":\"https://a.example/\",\"recipient\":\"%s\",\"channel\":\"slots\"}"
                        .formatted(
                                partner.path("name").asText(),
                                partner.path("recipient").asText()));
        return new Home(folder);
    }

    private static Receiver receiver(Home home) throws Exception {
        return new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                alert -> {},
                Clock.fixed(now(), ZoneOffset.UTC),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                alert -> AlertText.of(alert, home.folder()),
                Duration.ZERO);
    }

    private static HttpResponse<String> send(Receiver receiver, JsonNode vector) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        file.path("bodies").path(vector.path("body").asText()).asText()));
        vector.path("headers")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Instant now() {
        return Instant.ofEpochSecond(file.path("now").asLong());
    }
}

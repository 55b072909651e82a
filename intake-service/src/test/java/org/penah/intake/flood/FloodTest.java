package org.penah.intake.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Multipart;
import org.penah.intake.Source;
import org.penah.intake.circuit.OnionSource;
import org.penah.sealing.receipt.Receipt;

/** Answers to a circuit that does too much: through the onion listener, each test with its own circuits. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class FloodTest {

    private static final int REQUESTS_PER_MINUTE = 60;
    private static final int TIPS_PER_HOUR = 6;
    private static final int DANGERS_PER_HOUR = 3;
    private static final int RECEIPTS_PER_HOUR = 20;
    private static final int CONNECTIONS = 16;

    private final Source source = new Source();

    @Test
    void a_circuit_that_asks_too_often_is_shown_a_page_that_asks_again_by_itself() {
        // Given
        OnionSource busy = new OnionSource(100);
        IntStream.range(0, REQUESTS_PER_MINUTE).forEach(each -> busy.get("/en/tip"));

        // When: a circuit gets one more each second, so a slow machine may ask for a few more
        String answer = busy.get("/en/tip");
        for (int more = 0; answer.startsWith("HTTP/1.1 200") && more < 10 * REQUESTS_PER_MINUTE; more++) {
            answer = busy.get("/en/tip");
        }

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("Refresh: 15\r\n")
                .contains("<h1>Please wait a moment</h1>")
                .doesNotContain("<script");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSize(48 * 1024);
        assertThat(new OnionSource(101).get("/en/tip")).startsWith("HTTP/1.1 200");
    }

    @Test
    void what_was_typed_is_not_lost_to_a_busy_circuit() {
        // Given
        OnionSource busy = new OnionSource(200);
        String once = source.once();
        IntStream.range(0, REQUESTS_PER_MINUTE + 1).forEach(each -> busy.get("/en/tip"));

        // When
        String answer = busy.post(calm(once));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("<h1>Received</h1>");
    }

    @Test
    void a_tip_beyond_a_circuits_share_is_received_and_marked() {
        // Given
        OnionSource eager = new OnionSource(300);
        List<Path> before = Source.blobs();
        IntStream.range(0, TIPS_PER_HOUR).forEach(each -> eager.post(calm(source.once())));
        List<Path> within = Source.blobs();

        // When
        String answer = eager.post(calm(source.once()));

        // Then
        assertThat(answer).contains("<h1>Received</h1>");
        assertThat(eventsOf(within, before)).noneMatch(FloodTest::isMarked);
        assertThat(eventsOf(Source.blobs(), within)).hasSize(1).allMatch(FloodTest::isMarked);
    }

    @Test
    void a_report_of_danger_from_a_circuit_that_sent_junk_is_neither_marked_nor_slowed() {
        // Given
        OnionSource eager = new OnionSource(400);
        IntStream.range(0, TIPS_PER_HOUR + 1).forEach(each -> eager.post(calm(source.once())));
        List<Path> before = Source.blobs();

        // When
        String answer = eager.post(danger());

        // Then
        assertThat(answer).contains("<h1>Received</h1>");
        assertThat(eventsOf(Source.blobs(), before)).hasSize(1).noneMatch(FloodTest::isMarked);
    }

    @Test
    void a_circuit_with_too_many_open_connections_waits_until_it_closes_some() throws IOException {
        // Given
        OnionSource greedy = new OnionSource(500);
        List<Socket> held = new ArrayList<>();
        for (int each = 0; each < CONNECTIONS; each++) {
            held.add(greedy.hold());
        }

        // When
        String oneMore = greedy.get("/en/tip");
        String other = new OnionSource(501).get("/en/tip");
        for (Socket each : held) {
            each.close();
        }

        // Then
        assertThat(oneMore).startsWith("HTTP/1.1 503").contains("<h1>Please wait a moment</h1>");
        assertThat(other).startsWith("HTTP/1.1 200");
        await().until(() -> greedy.get("/en/tip").startsWith("HTTP/1.1 200"));
    }

    @Test
    void a_circuit_may_guess_so_many_receipts_and_another_is_not_held_up_by_it() {
        // Given
        OnionSource guessing = new OnionSource(600);
        List<String> guesses = IntStream.range(0, RECEIPTS_PER_HOUR)
                .mapToObj(each -> guessing.post("/en/inbox", "receipt", someReceipt()))
                .toList();

        // When
        String typed = someReceipt();
        String oneMore = guessing.post("/en/inbox", "receipt", typed);

        // Then
        assertThat(guesses).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(oneMore).startsWith("HTTP/1.1 503").contains(typed + "</textarea>");
        assertThat(guessing.post("/en/inbox", "mailbox", "A".repeat(43))).startsWith("HTTP/1.1 503");
        assertThat(new OnionSource(601).post("/en/inbox", "receipt", someReceipt()))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void false_alarms_beyond_a_circuits_share_are_marked_and_each_is_received_with_its_alert() {
        // Given
        OnionSource crying = new OnionSource(700);
        IntStream.range(0, DANGERS_PER_HOUR).forEach(each -> crying.post(danger()));
        List<Path> within = Source.blobs();

        // When
        List<String> answers =
                IntStream.range(0, 2).mapToObj(each -> crying.post(danger())).toList();

        // Then
        assertThat(answers).allMatch(answer -> answer.contains("<h1>Received</h1>"));
        List<String> beyond = eventsOf(Source.blobs(), within);
        assertThat(beyond)
                .hasSize(2)
                .allMatch(FloodTest::isMarked)
                .allMatch(tip ->
                        await()
                                .atMost(Duration.ofSeconds(20))
                                .until(() -> alertOf(tip), alerts -> !alerts.isEmpty())
                                .stream()
                                .allMatch(FloodTest::isMarked));
    }

    @Test
    void a_token_is_good_for_one_tip_through_whatever_circuit_it_comes_back() {
        // Given
        String once = source.once();
        new OnionSource(800).post(calm(once));
        List<Path> before = Source.blobs();

        // When
        String answer = new OnionSource(801).post(calm(once));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("We already have this one");
        Source.nothingNewSince(before);
    }

    private static String someReceipt() {
        return Receipt.generate().toDigits();
    }

    private static List<String> alertOf(String tip) {
        Matcher alert = Pattern.compile("\"alertId\":\"([^\"]+)\"").matcher(tip);
        assertThat(alert.find()).as("the tip has an alert").isTrue();
        return LocalBroker.arrived("penah.intake.notify").stream()
                .filter(event -> event.contains(alert.group(1)))
                .toList();
    }

    private Multipart danger() {
        return new Multipart()
                .field("once", source.once())
                .field("danger", "me")
                .field("soon", "hours")
                .field("alert", "yes")
                .field("topic", "threat")
                .field("message", "They are at the door.");
    }

    private static boolean isMarked(String event) {
        return event.contains("\"flood\":true");
    }

    /** What triage was told of the blobs that are new. */
    private static List<String> eventsOf(List<Path> blobs, List<Path> before) {
        return blobs.stream()
                .filter(blob -> !before.contains(blob))
                .map(blob -> await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> LocalBroker.arrived("penah.intake.triage").stream()
                                        .filter(event -> event.contains(
                                                blob.getFileName().toString()))
                                        .toList(),
                                events -> !events.isEmpty())
                        .get(0))
                .toList();
    }

    private static Multipart calm(String once) {
        return new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "Something that I saw.");
    }
}

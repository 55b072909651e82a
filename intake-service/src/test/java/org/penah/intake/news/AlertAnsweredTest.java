package org.penah.intake.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.Contract;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.outbox.EventJson;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class AlertAnsweredTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final UUID alertId = UUID.randomUUID();

    @Test
    void the_sample_survives_our_record() throws IOException {
        Contract.roundTrip("alert-answered", "alert-answered.v1", AlertAnswered.class, AlertAnswered.TYPE);
        Contract.roundTrip("alert-unanswered", "alert-answered.v1", AlertAnswered.class, AlertAnswered.TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"acknowledged\"|\"claimed\"",
                "\"acknowledged\"|0",
                "\"state\"|\"note\"",
                "2026-11-24|2026-11-24T10:00:00Z"
            })
    void anything_else_is_refused(String change) throws IOException {
        // Given
        String[] parts = change.split("\\|", 2);
        String altered =
                new String(Contract.sample("alert-answered"), StandardCharsets.UTF_8).replace(parts[0], parts[1]);

        // When
        var read =
                assertThatThrownBy(() -> EventJson.read(altered.getBytes(StandardCharsets.UTF_8), AlertAnswered.class));

        // Then
        read.isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_answer_is_noted_by_day_on_the_tip_whose_alert_it_was() throws IOException {
        // Given
        tipWithAlert();

        // When
        LocalBroker.send("notify", answered("acknowledged", 1));

        // Then
        await().atMost(LIMIT).until(() -> answer().equals(List.of("acknowledged 2026-11-24")));
    }

    @Test
    void a_withdrawal_is_final_and_a_repeat_changes_nothing() throws IOException {
        // Given
        tipWithAlert();
        byte[] acknowledged = answered("acknowledged", 1);
        int before = inbox();

        // When
        LocalBroker.send("notify", acknowledged);
        LocalBroker.send("notify", answered("cancelled", 2));
        LocalBroker.send("notify", acknowledged);
        LocalBroker.send("notify", answered("acknowledged", 3));

        // Then
        await().atMost(LIMIT).until(() -> inbox() >= before + 3 && answer().equals(List.of("cancelled 2026-11-24")));
        assertThat(answer()).containsExactly("cancelled 2026-11-24");
    }

    @Test
    void a_word_that_comes_after_a_later_one_changes_nothing() throws IOException {
        // Given an answer that was taken back
        tipWithAlert();
        LocalBroker.send("notify", answered("unanswered", 1));
        await().atMost(LIMIT).until(() -> answer().equals(List.of("unanswered 2026-11-24")));
        LocalBroker.send("notify", answered("open", 3));
        await().atMost(LIMIT).until(() -> answer().equals(List.of("open 2026-11-24")));
        int before = inbox();

        // When
        LocalBroker.send("notify", answered("acknowledged", 2));
        await().atMost(LIMIT).until(() -> inbox() > before);

        // Then
        assertThat(answer()).containsExactly("open 2026-11-24");

        // When
        LocalBroker.send("notify", answered("acknowledged", 4));

        // Then
        await().atMost(LIMIT).until(() -> answer().equals(List.of("acknowledged 2026-11-24")));
    }

    private void tipWithAlert() {
        LocalPostgres.run("insert into tip (tip_id, day, alert_id, alert) values ('" + UUID.randomUUID()
                + "', '2026-11-24', '" + alertId + "', true)");
    }

    private byte[] answered(String state, int number) throws IOException {
        return new String(Contract.sample("alert-answered"), StandardCharsets.UTF_8)
                .replaceFirst("\"id\": \"[^\"]+\"", "\"id\": \"" + UUID.randomUUID() + "\"")
                .replaceFirst("\"alertId\": \"[^\"]+\"", "\"alertId\": \"" + alertId + "\"")
                .replace("acknowledged", state)
                .replace("\"number\": 2", "\"number\": " + number)
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<String> answer() {
        return LocalPostgres.ask("select answer || ' ' || answered_on from tip where alert_id = '" + alertId + "'");
    }

    private static int inbox() {
        return Integer.parseInt(LocalPostgres.ask("select count(*) from inbox").get(0));
    }
}

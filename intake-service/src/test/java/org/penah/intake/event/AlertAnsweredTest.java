package org.penah.intake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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

    @Inject
    MeterRegistry meters;

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
                "2026-11-24|2026-11-24T10:00:00Z",
                "2026-11-24|+300000-01-01",
                "2026-11-24|2100-01-01",
                "2026-11-24|2025-12-31",
                "\"number\": 2|\"number\": 2147483647",
                "\"number\": 2|\"number\": 0"
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

    @Test
    void one_forged_word_is_corrected_by_the_next_honest_one() throws IOException {
        // Given
        tipWithAlert();
        LocalBroker.send("notify", answered("acknowledged", 1_000_000_000));
        await().atMost(LIMIT).until(() -> answer().equals(List.of("acknowledged 2026-11-24")));

        // When
        LocalBroker.send("notify", answered("open", 4));

        // Then
        await().atMost(LIMIT).until(() -> answer().equals(List.of("open 2026-11-24")));
    }

    @Test
    void a_day_that_no_clock_has_goes_to_the_dead_letters_and_what_is_behind_it_goes_on() throws IOException {
        // Given
        tipWithAlert();
        double before = rejected();
        String hostile = new String(answered("acknowledged", 1), StandardCharsets.UTF_8);

        // When
        LocalBroker.send(
                "notify", hostile.replace("2026-11-24", "+300000-01-01").getBytes(StandardCharsets.UTF_8));
        LocalBroker.send("notify", answered("open", 2));

        // Then
        await().atMost(LIMIT).until(() -> answer().equals(List.of("open 2026-11-24")));
        assertThat(rejected()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tip set answered_on = '9999-01-01' where answer is not null",
                "update tip set opened_on = 'infinity'",
                "update tip set answer_number = 2147483647",
                "insert into reply (reply_id, tip_id, mailbox, place, day, sealed) select gen_random_uuid(), tip_id,"
                        + " decode(repeat('00', 32), 'hex'), 1, '9999-01-01', decode(repeat('00', 9851), 'hex') from tip"
            })
    void the_database_keeps_none_either(String sql) {
        // Given
        LocalPostgres.run("insert into tip (tip_id, day, alert_id, alert, answer, answered_on) values ('"
                + UUID.randomUUID() + "', '2026-11-24', '" + alertId + "', true, 'open', '2026-11-24')");

        // When
        assertThatThrownBy(() -> LocalPostgres.run(sql))
                // Then
                .hasMessageContaining("_check");
    }

    @Test
    void a_reply_of_a_day_to_come_is_kept_no_longer_for_that() {
        // Given
        UUID tip = UUID.randomUUID();
        LocalPostgres.run("insert into tip (tip_id, mailbox, day) values ('" + tip
                + "', decode(repeat('11', 32), 'hex'), '2026-11-24')");

        // When
        LocalPostgres.run(
                "select keep_reply(gen_random_uuid(), '" + tip + "', '2099-01-01', decode(repeat('00', 9851), 'hex'))");

        // Then
        assertThat(LocalPostgres.ask("select day <= current_date from reply where tip_id = '" + tip + "'"))
                .containsExactly("t");
    }

    private double rejected() {
        return meters.counter("penah.inbox.rejected").count();
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

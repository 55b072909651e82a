package org.penah.intake.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.outbox.TrustedDay;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class PruningTest {

    @Inject
    Pruning pruning;

    @Inject
    TrustedDay trustedDay;

    @Inject
    MeterRegistry meters;

    private final UUID tip = UUID.randomUUID();

    @BeforeEach
    void trust_today() {
        look();
        LocalPostgres.run("update trusted_day set day = " + day(0) + ", ran = 0, jumped_to = null, waited = 0");
    }

    @Test
    void what_is_older_than_a_year_goes() {
        // Given
        tip(366);
        reply(366, 1);

        // When
        prune();

        // Then
        assertThat(tips()).isEmpty();
        assertThat(replies()).isEmpty();
    }

    @Test
    void an_old_tip_stays_while_a_reply_to_it_is_young() {
        // Given
        tip(700);
        reply(366, 1);
        reply(365, 2);

        // When
        prune();

        // Then
        assertThat(tips()).hasSize(1);
        assertThat(replies()).containsExactly("2");
    }

    @Test
    void that_a_form_was_sent_is_remembered_for_thirty_days() {
        // Given
        once(30, "young");
        once(31, "old");

        // When
        prune();

        // Then
        assertThat(LocalPostgres.ask("select 1 from used_form_token where hash = sha256('young" + tip + "')"))
                .hasSize(1);
        assertThat(LocalPostgres.ask("select 1 from used_form_token where hash = sha256('old" + tip + "')"))
                .isEmpty();
    }

    @Test
    void somebody_who_has_the_services_role_cannot_make_the_young_old() throws Exception {
        // Given
        tip(29);
        once(6, "young");

        // When
        try (var connection = LocalPostgres.asService();
                var statement = connection.createStatement()) {
            statement.execute("select prune(-1000, -1000)");
        }

        // Then
        assertThat(tips()).hasSize(1);
        assertThat(LocalPostgres.ask("select 1 from used_form_token where hash = sha256('young" + tip + "')"))
                .hasSize(1);
    }

    @Test
    void a_mailbox_keeps_its_newest_hundred_replies() {
        // Given
        tip(0);
        for (int place = 1; place <= 100; place++) {
            reply(0, place);
        }

        // When
        LocalPostgres.run(
                "select keep_reply(gen_random_uuid(), '" + tip + "', current_date, decode(repeat('00', 9851), 'hex'))");

        // Then
        assertThat(replies()).hasSize(100).contains("101").doesNotContain("1");
    }

    /** To the service it is the same whether the clock has leapt by so much or it was off for as long. */
    @ParameterizedTest
    @ValueSource(ints = {200, 20})
    void what_only_a_leap_of_the_clock_made_old_stays_until_that_date_has_stood_for_three_days(int days) {
        // Given
        tip(366);
        reply(366, 1);
        once(31, "old");
        lastTrusted(days);

        // When
        prune();

        // Then
        assertThat(tips()).hasSize(1);
        assertThat(replies()).hasSize(1);
        assertThat(LocalPostgres.ask("select 1 from used_form_token where hash = sha256('old" + tip + "')"))
                .hasSize(1);
        assertThat(alarm()).isEqualTo(1);
        LocalPostgres.run("update trusted_day set waited = 431");
        look();
        prune();
        assertThat(tips()).isEmpty();
        assertThat(replies()).isEmpty();
        assertThat(alarm()).isZero();
    }

    @Test
    void a_clock_that_comes_back_ends_it_with_nothing_lost() {
        // Given
        tip(366);
        lastTrusted(200);
        assertThat(alarm()).isEqualTo(1);

        // When
        LocalPostgres.run("update trusted_day set day = " + day(1) + ", ran = 144");
        look();

        // Then
        assertThat(alarm()).isZero();
        assertThat(tips()).hasSize(1);
    }

    private void lastTrusted(int daysAgo) {
        look();
        LocalPostgres.run("update trusted_day set day = " + day(daysAgo) + ", ran = 0, jumped_to = null, waited = 0");
        look();
    }

    private void look() {
        trustedDay.look().await().atMost(Duration.ofSeconds(20));
    }

    private double alarm() {
        return meters.get("penah.clock.jumped").gauge().value();
    }

    private void prune() {
        pruning.prune().await().atMost(Duration.ofSeconds(20));
    }

    private void tip(int daysAgo) {
        LocalPostgres.run("insert into tip (tip_id, day, mailbox) values ('" + tip + "', " + day(daysAgo) + ", sha256('"
                + tip + "'))");
    }

    private void reply(int daysAgo, int place) {
        LocalPostgres.run(
                "insert into reply (reply_id, tip_id, mailbox, place, day, sealed) values (gen_random_uuid(), '"
                        + tip + "', sha256('" + tip + "'), " + place + ", " + day(daysAgo)
                        + ", decode(repeat('00', 9851), 'hex'))");
    }

    private void once(int daysAgo, String name) {
        LocalPostgres.run("insert into used_form_token values (sha256('" + name + tip + "'), " + day(daysAgo) + ")");
    }

    private static String day(int daysAgo) {
        return "(now() at time zone 'utc')::date - " + daysAgo;
    }

    private List<String> tips() {
        return LocalPostgres.ask("select tip_id from tip where tip_id = '" + tip + "'");
    }

    private List<String> replies() {
        return LocalPostgres.ask("select place from reply where tip_id = '" + tip + "' order by place");
    }
}

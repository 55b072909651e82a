package org.penah.intake.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class PruningTest {

    @Inject
    Pruning pruning;

    private final UUID tip = UUID.randomUUID();

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

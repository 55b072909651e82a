package org.penah.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.partner.PartnerSql;

@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class DeliveryQueueTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    DeliveryQueue queue;

    @Inject
    Database database;

    @Inject
    Pool pool;

    @Inject
    PinnedClock clock;

    private final UUID alertId = UUID.randomUUID();

    @BeforeEach
    void empty() {
        database.forgetAlerts();
        database.execute("update partner set url = 'https://partner.invalid/'");
        clock.reset();
    }

    @Test
    void many_instances_at_once_start_each_message_once() {
        // Given
        List<Uni<List<Attempt>>> instances =
                IntStream.range(0, 8).mapToObj(i -> queue.takeAny(10)).toList();
        database.execute(
                "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                alertId,
                Timestamp.from(clock.instant()),
                Timestamp.from(clock.instant().plusSeconds(86400)));

        // When the dispatcher and eight more look at the same moment
        database.execute(
                "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                        + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0, ?::timestamptz from partner",
                alertId,
                Timestamp.from(clock.instant()),
                Timestamp.from(clock.instant()),
                Timestamp.from(clock.instant()));
        Uni.join().all(instances).andFailFast().await().atMost(LIMIT);

        // Then
        assertThat(database.number("select count(*) from attempt")).isEqualTo(2);
        assertThat(database.number("select count(*) from partner_alert where attempts = 1 and tries = 1"))
                .isEqualTo(2);
        database.execute("delete from delivery_lease");
    }

    @Test
    void stale_failures_leave_room_for_what_is_fresh() {
        // Given a message that failed before and a fresh one, to partners that the dispatcher is kept from
        Timestamp now = Timestamp.from(clock.instant());
        database.holdEdge(clock.instant().plusSeconds(60));
        database.execute(
                "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                alertId,
                now,
                Timestamp.from(clock.instant().plusSeconds(86400)));
        database.execute(
                "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                        + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, case name when 'safe-house' then 30 else 0 end,"
                        + " ?::timestamptz from partner",
                alertId,
                now,
                now,
                now);
        clock.advance(Duration.ofSeconds(61));

        // When no place is left for retries
        List<Attempt> taken = Uni.join()
                .all(IntStream.range(0, 4).mapToObj(i -> queue.takeFresh(10)).toList())
                .andFailFast()
                .await()
                .atMost(LIMIT)
                .stream()
                .flatMap(List::stream)
                .toList();

        // Then whatever was taken here is fresh; the dispatcher, which has places for both, may have been faster
        assertThat(taken).allMatch(Attempt::isFresh).hasSizeLessThanOrEqualTo(1);
        database.execute("delete from delivery_lease");
    }

    @Test
    void what_is_of_a_flood_waits_for_all_else_also_for_what_failed_before() {
        // Given
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp end = Timestamp.from(clock.instant().plusSeconds(86400));
        UUID flooded = UUID.randomUUID();
        database.holdEdge(clock.instant().plusSeconds(600));
        for (UUID each : List.of(alertId, flooded)) {
            database.execute(
                    "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                    each,
                    now,
                    end);
            database.execute(
                    "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                            + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0, ?::timestamptz from partner"
                            + " where name = 'safe-house'",
                    each,
                    now,
                    now,
                    now);
        }
        database.execute("update partner_alert set tries = 3 where alert_id = ?", alertId);
        database.execute("update alert set basis = 'SOURCE_ASSERTED', flood = true where id = ?", flooded);

        // When
        UUID first = pool.preparedQuery("select d.alert_id from " + PartnerSql.PARTNERS + " cross join lateral "
                        + AlertSql.DUE_FIRST + " n join partner_alert d on d.id = n.id"
                        + " where p.name = 'safe-house' and $2::integer > 0")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), 1, false))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getUUID(0);

        // Then
        assertThat(first).isEqualTo(alertId);
        database.execute("delete from delivery_lease");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from alert",
                "delete from partner",
                "delete from partner_alert",
                "delete from attempt",
                "truncate alert",
                "drop table alert",
                "create table mine (id int)",
                "alter table partner add column mine int",
                "select * from flyway_schema_history"
            })
    void the_service_may_do_no_more_than_it_must(String sql) {
        assertThatThrownBy(() -> pool.query(sql).execute().await().atMost(LIMIT))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
}

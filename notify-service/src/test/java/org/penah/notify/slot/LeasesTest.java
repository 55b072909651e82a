package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.delivery.HeartbeatPool;

@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class LeasesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    Leases leases;

    @Inject
    Database database;

    @Inject
    @HeartbeatPool
    Pool beats;

    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    /** Two partners that this process's own slots cannot get: one holds them, and another lives, so that each may have one. */
    @BeforeEach
    void hold() {
        database.holdSlots("safe-house", one);
        database.execute("update partner set channel = 'SLOTS' where name = 'safe-house'");
    }

    @AfterEach
    void release() {
        database.execute("update partner set channel = 'EDGE'");
        database.releaseSlots();
    }

    @Test
    void one_instance_beats_for_a_partner_at_a_time() {
        assertThat(hold(other)).isEmpty();
        assertThat(hold(one)).hasSize(1);
        assertThat(hold(other)).isEmpty();
    }

    @Test
    void an_instance_that_stops_lets_another_go_on_at_once() {
        // Given three that wait
        leases.release(one).await().atMost(LIMIT);

        // When
        long holders = Uni.join()
                .all(IntStream.range(0, 3)
                        .mapToObj(i -> leases.hold(UUID.randomUUID()))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LIMIT)
                .stream()
                .filter(held -> !held.isEmpty())
                .count();

        // Then one of them, unless this process's own slots were faster
        assertThat(holders).isLessThanOrEqualTo(1);
        assertThat(database.number("select count(*) from slot_lease where owner is not null"))
                .isEqualTo(1);
    }

    @Test
    void a_crash_is_missed_for_a_few_seconds() {
        // Given
        hold(one);

        // Then
        assertThat(database.number(
                        "select extract(epoch from until - now()) * 1000 from slot_instance where id = ?", one))
                .isBetween(1L, 8000L);
        database.execute("update slot_instance set until = now() - interval '1 second' where id = ?", one);
        hold(other);
        assertThat(database.number("select count(*) from slot_lease where owner <> ?", one))
                .isEqualTo(1);
    }

    @Test
    void an_instance_that_died_before_the_database_s_clock_was_set_back_is_missed_all_the_same() {
        // Given
        hold(one);

        // When
        database.execute("update slot_instance set until = now() + interval '1 hour' where id = ?", one);
        hold(other);

        // Then
        assertThat(database.number("select count(*) from slot_lease where owner <> ?", one))
                .isEqualTo(1);
    }

    @Test
    void instances_share_the_partners_evenly_and_a_beat_keeps_its_moments() {
        // Given one instance with all of a hundred, and this process's own
        String names = "insert into partner (id, name, url, recipient, acknowledgement_key, accepts_source_asserted,"
                + " sealed_signing_seed, sealed_shared_secret, channel)"
                + " select gen_random_uuid(), 'many-' || i, url, recipient, acknowledgement_key, false,"
                + " sealed_signing_seed, sealed_shared_secret, 'SLOTS' from partner, generate_series(1, 99) i"
                + " where name = 'safe-house'";
        try {
            database.execute(names);
            Map<UUID, Double> before = leases.hold(one).await().atMost(LIMIT);

            // When
            await().until(() -> {
                hold(one);
                hold(other);
                return database.number(
                                "select count(*) from (select from slot_lease group by owner having count(*) between 32 and 34) i")
                        == 3;
            });

            // Then
            Map<UUID, Double> kept = leases.hold(one).await().atMost(LIMIT);
            assertThat(before).containsAllEntriesOf(kept);
            assertThat(leases.hold(other).await().atMost(LIMIT))
                    .doesNotContainKeys(kept.keySet().toArray(UUID[]::new));

            // When one stops
            leases.release(other).await().atMost(LIMIT);

            // Then
            await().until(() -> hold(one).size() == 50);
        } finally {
            database.releaseSlots();
            database.execute("delete from partner where name like 'many-%'");
        }
    }

    @Test
    void a_lease_that_goes_on_is_not_written_again() {
        // Given
        hold(one);
        // When a row is written, a new version of it has another transaction's number.
        String version = "select xmin::text::bigint from slot_lease where owner = ?";
        long before = database.number(version, one);
        hold(one);

        // Then
        assertThat(database.number(version, one)).isEqualTo(before);
    }

    @Test
    void nobody_waits_for_a_lease_that_somebody_has_locked() throws Exception {
        try (Connection locking = DriverManager.getConnection(database.url());
                Statement statement = locking.createStatement()) {
            // Given one that died
            locking.setAutoCommit(false);
            statement.execute("select from slot_lease for update");
            database.execute("delete from slot_instance");

            // Then
            assertThat(hold(other)).isEmpty();
        }
        await().until(() -> database.number("select count(*) from slot_lease where owner <> ?", one) == 1);
    }

    @Test
    void an_instance_lives_although_a_lease_that_it_is_to_give_up_is_locked() throws Exception {
        // Given
        database.execute("update partner set channel = 'EDGE'");
        try (Connection locking = DriverManager.getConnection(database.url());
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("select from slot_lease for update");
            database.execute("delete from slot_instance where id = ?", one);

            // When
            hold(one);

            // Then
            assertThat(database.number("select count(*) from slot_instance where until > now() and id = ?", one))
                    .isOne();
        }

        // Then
        await().until(() -> {
            hold(one);
            return database.number("select count(*) from slot_lease where owner = ?", one) == 0;
        });
    }

    @Test
    void an_instance_lives_while_nothing_that_beats_write_gets_to_the_disk() {
        try {
            // Given another disk that never answers
            database.execute("alter system set synchronous_standby_names = 'nobody'");
            database.number("select pg_reload_conf()::int");
            await().until(() -> {
                beats.query("select pg_logical_emit_message(true, 'a', 'b')")
                        .execute()
                        .subscribe()
                        .with(kept -> {});
                return database.number("select count(*) from pg_stat_activity where wait_event = 'SyncRep'"
                                + " and (query like '%emit_message%' or query like '%missed_beats%')")
                        == HeartbeatPool.CONNECTIONS;
            });

            // When
            hold(other);

            // Then
            assertThat(database.number("select count(*) from slot_instance where until > now() and id = ?", other))
                    .isOne();
        } finally {
            database.execute("alter system reset synchronous_standby_names");
            database.number("select pg_reload_conf()::int");
        }
    }

    private Set<UUID> hold(UUID instance) {
        return leases.hold(instance).await().atMost(LIMIT).keySet();
    }
}

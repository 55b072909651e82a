package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;

@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class LeasesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    Leases leases;

    @Inject
    Database database;

    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    /** A partner that this process's own slots cannot get: somebody holds it already. */
    @BeforeEach
    void hold() {
        database.holdSlots("safe-house", one);
        database.execute("update partner set channel = 'SLOTS' where name = 'safe-house'");
    }

    @AfterEach
    void release() {
        database.execute("update partner set channel = 'EDGE'");
        database.execute("delete from slot_lease");
    }

    @Test
    void one_instance_beats_for_a_partner_at_a_time() {
        assertThat(hold(other)).isEmpty();
        assertThat(hold(one)).hasSize(1);
        assertThat(hold(other)).isEmpty();
    }

    @Test
    void whoever_stops_lets_one_of_the_others_go_on_at_once() {
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
        assertThat(database.number("select count(*) from slot_lease where until > now()"))
                .isEqualTo(1);
    }

    @Test
    void a_crash_is_missed_for_a_few_seconds() {
        // Given
        hold(one);

        // Then
        assertThat(database.number("select extract(epoch from until - now()) * 1000 from slot_lease"))
                .isBetween(1L, 8000L);
        database.execute("update slot_lease set until = now() - interval '1 second'");
        hold(other);
        assertThat(database.number("select count(*) from slot_lease where owner <> ?", one))
                .isEqualTo(1);
    }

    private Set<UUID> hold(UUID instance) {
        return leases.hold(instance).await().atMost(LIMIT);
    }
}

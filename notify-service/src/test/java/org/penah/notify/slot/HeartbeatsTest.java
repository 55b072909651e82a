package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.alert.Alerts;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.ChannelFaults;

@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class HeartbeatsTest {

    private static final Outcome TAKEN = new Outcome(Outcome.Kind.ACCEPTED, 200, Duration.ZERO);
    private static final Outcome MISSED = Outcome.without(Outcome.Kind.UNREACHABLE);

    @Inject
    Alerts alerts;

    @Inject
    ChannelFaults faults;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Inject
    Database database;

    private UUID partner;
    private Heartbeats one;
    private Heartbeats other;

    /** A partner that this process's own slots leave alone. */
    @BeforeEach
    void twoInstances() throws Throwable {
        partner = VertxContextSupport.subscribeAndAwait(
                () -> pool.query("select id from partner where name = 'safe-house' and channel = 'EDGE'")
                        .execute()
                        .map(rows -> rows.iterator().next().getUUID("id")));
        database.holdSlots("safe-house", UUID.randomUUID());
        one = new Heartbeats(alerts, faults, pool, meters);
        other = new Heartbeats(alerts, faults, pool, meters);
    }

    @AfterEach
    void well() throws Throwable {
        keep(one, TAKEN);
        database.releaseSlots();
    }

    @Test
    void beats_that_one_instance_missed_are_counted_on_and_made_good_by_another() throws Throwable {
        // Given
        keep(one, MISSED);
        keep(one, MISSED);

        // When
        keep(other, MISSED);

        // Then
        assertThat(missed()).isEqualTo(3);

        // When
        keep(one, TAKEN);

        // Then
        assertThat(missed()).isZero();

        // When
        keep(other, MISSED);

        // Then
        assertThat(missed()).isEqualTo(1);
    }

    private void keep(Heartbeats heartbeats, Outcome outcome) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> heartbeats.keep(partner, outcome, false));
    }

    private long missed() {
        return database.number("select missed_beats from slot_lease where partner_id = ?", partner);
    }
}

package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Tips that stand on nobody's list. */
@QuarkusTest
class KeylessQueuesTest {

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    KeylessQueues keylessQueues;

    @Inject
    MeterRegistry meters;

    @Test
    void a_tip_in_a_queue_that_nobody_holds_is_an_alarm() throws Throwable {
        // Given
        VertxContextSupport.subscribeAndAwait(keylessQueues::count);
        double before = keyless();
        farEnds.sendFromIntake(Sent.routine().in("nobodys-a").event());
        farEnds.sendFromIntake(Sent.routine().in("nobodys-b").event());
        desk.receive(Sent.routine());

        // When
        VertxContextSupport.subscribeAndAwait(keylessQueues::count);

        // Then
        assertThat(keyless()).isEqualTo(before + 2);
        LocalPostgres.asOwner("delete from tip where queue like 'nobodys-%'");
    }

    private double keyless() {
        return meters.get("penah.queues.keyless").gauge().value();
    }
}

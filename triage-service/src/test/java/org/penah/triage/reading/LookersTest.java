package org.penah.triage.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.reading.Lookers.Looked;

class LookersTest {

    private static final long MINUTE = Duration.ofSeconds(Lookers.SECONDS).toNanos();
    private static final Looked TIP = new Looked(UUID.randomUUID(), new EpochId("general", 1));

    private final Lookers lookers = new Lookers();

    @Test
    void two_who_look_at_one_tip_see_each_other_and_nobody_else_sees_them() {
        // Given
        lookers.look(TIP, "aysel", 0);

        // When
        var others = lookers.look(TIP, "rauf", MINUTE - 1);

        // Then
        assertThat(others).containsExactly("aysel");
        assertThat(lookers.look(TIP, "aysel", MINUTE - 1)).containsExactly("rauf");
        assertThat(lookers.look(new Looked(UUID.randomUUID(), TIP.epoch()), "orkhan", MINUTE - 1))
                .isEmpty();
    }

    @Test
    void where_a_tip_was_moved_nobody_learns_who_had_it_open_before() {
        // Given
        lookers.look(TIP, "aysel", 0);

        // When
        var others = lookers.look(new Looked(TIP.tipId(), new EpochId("threat", 1)), "rauf", 0);

        // Then
        assertThat(others).isEmpty();
        assertThat(lookers.look(new Looked(TIP.tipId(), new EpochId("general", 2)), "rauf", 0))
                .isEmpty();
    }

    @Test
    void within_a_minute_somebody_is_forgotten() {
        // Given
        lookers.look(TIP, "aysel", 0);

        // When
        var others = lookers.look(TIP, "rauf", MINUTE);

        // Then
        assertThat(others).isEmpty();
    }

    @Test
    void of_many_a_few_are_named() {
        // Given
        IntStream.range(0, 50).forEach(number -> lookers.look(TIP, "member" + number, 0));

        // When
        var others = lookers.look(TIP, "rauf", 0);

        // Then
        assertThat(others).hasSize(Lookers.MOST);
    }
}

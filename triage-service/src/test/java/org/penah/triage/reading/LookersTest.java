package org.penah.triage.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookersTest {

    private static final long MINUTE = Duration.ofSeconds(Lookers.SECONDS).toNanos();
    private static final UUID TIP = UUID.randomUUID();

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
        assertThat(lookers.look(UUID.randomUUID(), "orkhan", MINUTE - 1)).isEmpty();
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

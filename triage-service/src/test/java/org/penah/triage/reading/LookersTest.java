package org.penah.triage.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
        var others = lookers.look(TIP, "rauf", MINUTE - 1).others();

        // Then
        assertThat(others).containsExactly("aysel");
        assertThat(lookers.look(TIP, "aysel", MINUTE - 1).others()).containsExactly("rauf");
        assertThat(lookers.look(new Looked(UUID.randomUUID(), TIP.epoch()), "orkhan", MINUTE - 1)
                        .others())
                .isEmpty();
    }

    @Test
    void where_a_tip_was_moved_nobody_learns_who_had_it_open_before() {
        // Given
        lookers.look(TIP, "aysel", 0);

        // When
        var others = lookers.look(new Looked(TIP.tipId(), new EpochId("threat", 1)), "rauf", 0)
                .others();

        // Then
        assertThat(others).isEmpty();
        assertThat(lookers.look(new Looked(TIP.tipId(), new EpochId("general", 2)), "rauf", 0)
                        .others())
                .isEmpty();
    }

    @Test
    void within_a_minute_somebody_is_forgotten() {
        // Given
        lookers.look(TIP, "aysel", 0);

        // When
        var others = lookers.look(TIP, "rauf", MINUTE).others();

        // Then
        assertThat(others).isEmpty();
    }

    @Test
    void of_many_a_few_are_named() {
        // Given
        IntStream.range(0, 50).forEach(number -> lookers.look(TIP, "member" + number, 0));

        // When
        var others = lookers.look(TIP, "rauf", 0).others();

        // Then
        assertThat(others).hasSize(Lookers.MOST);
    }

    @Test
    void who_says_it_again_and_again_is_said_to_others_every_fifteen_seconds_and_not_forgotten() {
        // Given
        long second = Duration.ofSeconds(1).toNanos();

        // When
        long said = LongStream.range(0, 300)
                .filter(at -> lookers.look(TIP, "aysel", at * second).news())
                .count();

        // Then
        assertThat(said).isEqualTo(20);
        assertThat(lookers.look(TIP, "rauf", 320 * second).others()).containsExactly("aysel");
    }

    @Test
    void what_there_is_no_room_for_is_not_said_to_others() {
        // Given
        IntStream.range(0, 1000).forEach(tip -> lookers.look(new Looked(UUID.randomUUID(), TIP.epoch()), "rauf", 0));

        // When
        var look = lookers.look(TIP, "aysel", 0);

        // Then
        assertThat(look.news()).isFalse();
        assertThat(lookers.look(TIP, "rauf", 0).others()).isEmpty();
        assertThat(lookers.look(TIP, "aysel", MINUTE).news()).isTrue();
    }
}

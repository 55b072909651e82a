package org.penah.triage.tipalert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SinceTest {

    @Test
    void what_began_in_one_look_is_equally_old_though_time_goes_on_meanwhile() {
        // Given
        AtomicLong clock = new AtomicLong();
        Since<String> since = new Since<>(clock::incrementAndGet);
        since.keep(List.of("one", "another"));
        since.keep(List.of("one", "another", "later"));

        // When
        Map<String, Long> ages = since.ages();

        // Then
        assertThat(ages.get("one")).isEqualTo(ages.get("another")).isGreaterThan(ages.get("later"));
    }
}

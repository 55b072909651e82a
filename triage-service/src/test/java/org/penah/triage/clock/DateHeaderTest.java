package org.penah.triage.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DateHeaderTest {

    @Test
    void tells_the_time_as_http_does() {
        // Given
        Instant now = Instant.parse("2026-11-04T09:05:07.890Z");
        // When
        String value = DateHeader.value(now);
        // Then
        assertThat(value).isEqualTo("Wed, 04 Nov 2026 09:05:07 GMT");
    }
}

package org.penah.triage.threat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTimeTest {

    @ParameterizedTest
    @CsvSource({
        "HOURS, 2026-11-24T10:00:00Z,           2026-11-24T10:10:00Z",
        "HOURS, 2026-11-24T10:00:00.000000001Z, 2026-11-24T10:15:00Z",
        "HOURS, 2026-11-24T10:04:59Z,           2026-11-24T10:15:00Z",
        "HOURS, 2026-11-24T23:58:00Z,           2026-11-25T00:10:00Z",
        "DAYS,  2026-11-24T10:01:00Z,           2026-11-25T10:05:00Z",
    })
    void a_renewed_due_time_lies_on_the_next_full_five_minutes(Threat.When when, Instant now, Instant expected) {
        // When
        Instant due = DueTime.renewed(when, now);

        // Then
        assertThat(due).isEqualTo(expected);
        assertThat(DueTime.isCoarse(due)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24T10:10:00Z", "2026-11-24T23:55:00Z", "2026-11-24T00:00:00Z"})
    void a_faded_due_time_is_its_day(Instant due) {
        // When
        Instant faded = DueTime.faded(due);

        // Then
        assertThat(faded).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }
}

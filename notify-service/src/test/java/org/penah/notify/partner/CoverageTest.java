package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    private static final Instant TUESDAY_NOON = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T06:59:00Z, false", // Tuesday, 08:59 in Vilnius
        "2026-11-24T07:00:00Z, true",
        "2026-11-24T14:59:59Z, true",
        "2026-11-24T15:00:00Z, false",
        "2026-11-28T08:00:00Z, true", // Saturday, 10:00
        "2026-11-28T12:00:00Z, false",
        "2026-11-29T08:00:00Z, false", // Sunday
        "2026-07-21T06:00:00Z, true", // 09:00 in summer
        "2026-11-23T22:30:00Z, true", // Tuesday, 00:30
        "2026-11-24T21:30:00Z, true" // Tuesday, 23:30
    })
    void a_human_is_on_call_in_the_partners_own_time(Instant now, boolean open) {
        // Given
        OnCall hours = OnCall.parse(OnCall.line(
                "Europe/Vilnius",
                List.of("mon-fri 09:00-17:00", "sat 10:00-14:00", "tue 00:00-01:00", "tue 23:00-24:00")));

        // Then
        assertThat(hours.isOpen(now)).isEqualTo(open);
    }

    @Test
    void days_may_run_over_sunday() {
        // Given
        OnCall hours = OnCall.parse("UTC", List.of("sat-tue 11:00-13:00"));

        // Then
        assertThat(hours.isOpen(TUESDAY_NOON)).isTrue();
        assertThat(hours.isOpen(TUESDAY_NOON.plusSeconds(86400))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mon",
                "mon 9:00-17:00",
                "mon 17:00-09:00",
                "mon 09:00-24:01",
                "day 09:00-10:00",
                "mon 09:00-10:00;"
            })
    void anything_else_is_refused(String span) {
        assertThatThrownBy(() -> OnCall.parse("UTC", List.of(span))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OnCall.parse("Nowhere/Land", List.of("mon 09:00-10:00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_partner_covers_what_it_speaks_and_where_it_can_help() {
        // Given
        Coverage coverage = new Coverage(Set.of("az", "ru"), Set.of("145"), null);

        // Then
        assertThat(coverage.holds(List.of("ru"), "145", TUESDAY_NOON)).isTrue();
        assertThat(coverage.holds(List.of("ru"), null, TUESDAY_NOON)).isTrue();
        assertThat(coverage.holds(List.of("tr"), "145", TUESDAY_NOON)).isFalse();
        assertThat(coverage.holds(List.of("ru"), "151", TUESDAY_NOON)).isFalse();
    }
}

package org.penah.triage.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.triage.threat.Lane;

class SortKeyTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");

    @Test
    void places_sort_by_lane_then_by_what_is_due_then_by_the_newest_day() {
        // When
        List<String> places = List.of(
                SortKey.START,
                SortKey.of(Lane.IMMINENT, Instant.parse("2026-11-24T09:55:00Z"), false, TODAY),
                SortKey.of(Lane.IMMINENT, Instant.parse("2026-11-24T10:10:00Z"), false, TODAY),
                SortKey.of(Lane.IMMINENT, null, false, TODAY),
                SortKey.of(Lane.URGENT, Instant.parse("2026-11-20T10:10:00Z"), false, TODAY.minusDays(5)),
                SortKey.of(Lane.ROUTINE, null, false, TODAY),
                SortKey.of(Lane.ROUTINE, null, false, TODAY.minusDays(1)),
                SortKey.of(Lane.QUARANTINE, null, false, TODAY));

        // Then
        assertThat(places).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_place_is_what_a_cursor_can_carry() {
        // Given
        Cursor cursor = new Cursor(
                SortKey.of(Lane.ROUTINE, null, false, TODAY), UUID.fromString("0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3"));

        // When
        Cursor parsed = Cursor.parse(cursor.toString());

        // Then
        assertThat(parsed).isEqualTo(cursor);
    }
}

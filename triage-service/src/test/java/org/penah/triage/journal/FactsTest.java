package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {

    private static final String ID = "0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3";

    @Test
    void the_hash_is_that_of_the_bytes_that_are_documented() {
        // Given
        Facts facts = Facts.of("step").and("step", ID).and("value", "aysel").and("note", null);

        // When
        String stored = facts.stored();

        // Then as another program computed it, and that of an entry with it
        assertThat(stored).isEqualTo("1:9df8f344a0928474cb0f8159c01e1ceaaa095121d187f309d4c103133feb227e");
        Entry entry = new Entry(1, LocalDate.parse("2026-11-24"), "aysel", "tip.assigned", ID, stored);
        assertThat(HexFormat.of().formatHex(entry.hash(Entry.beforeTheFirst())))
                .isEqualTo("36a0ffbc9a7cd413311e81f494950209004c6a780e4782d7bac131816d5d6f57");
    }

    @Test
    void every_field_and_its_absence_change_the_hash() {
        // When
        List<String> hashes = List.of(
                Facts.of("step").and("value", "aysel").stored(),
                Facts.of("stepv").and("alue", "aysel").stored(),
                Facts.of("step").and("value", "rauf").stored(),
                Facts.of("step").and("value", "").stored(),
                Facts.of("step").and("value", null).stored(),
                Facts.of("step").stored());

        // Then
        assertThat(hashes).doesNotHaveDuplicates();
    }
}

package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-24");
    private static final String FACTS = "1:" + "ab".repeat(32);
    private static final byte[] BEFORE = Entry.beforeTheFirst();

    @Test
    void the_hash_is_that_of_the_bytes_that_are_documented() {
        // Given
        Entry entry = new Entry(1, DAY, "aysel", "tip.opened", "0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3", null);

        // When
        byte[] hash = entry.hash(BEFORE);

        // Then as another program computed it
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("14cb0c1bbce756a83fee7eae233bf2f5d23499c80e6d4404b77f5a66cf3569aa");
    }

    @Test
    void every_field_and_the_entry_before_change_the_hash() {
        // Given
        Entry entry = new Entry(1, DAY, "aysel", "tip.opened", "x", null);
        byte[] otherBefore = Arrays.copyOf(new byte[] {1}, 32);

        // When
        List<String> hashes = List.of(
                hex(entry, BEFORE),
                hex(entry, otherBefore),
                hex(new Entry(2, DAY, "aysel", "tip.opened", "x", null), BEFORE),
                hex(new Entry(1, DAY.plusDays(1), "aysel", "tip.opened", "x", null), BEFORE),
                hex(new Entry(1, DAY, "ayse", "ltip.opened", "x", null), BEFORE),
                hex(new Entry(1, DAY, "aysel", "tip.opened", "y", null), BEFORE),
                hex(new Entry(1, DAY, "aysel", "tip.opened", "x", FACTS), BEFORE));

        // Then
        assertThat(hashes).doesNotHaveDuplicates();
    }

    private static String hex(Entry entry, byte[] before) {
        return HexFormat.of().formatHex(entry.hash(before));
    }
}

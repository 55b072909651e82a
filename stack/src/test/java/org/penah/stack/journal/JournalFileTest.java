package org.penah.stack.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    private static final JournalFile.Head NOTHING = new JournalFile.Head(0, "");

    /** Hashes as another program computed them. */
    private static final List<String> ENTRIES = List.of(
            "{\"position\":1,\"day\":\"2026-11-24\",\"who\":\"aysel\",\"deed\":\"tip.opened\",\"which\":\"0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3\",\"hash\":\"14cb0c1bbce756a83fee7eae233bf2f5d23499c80e6d4404b77f5a66cf3569aa\"}",
            "{\"position\":2,\"day\":\"2026-11-24\",\"who\":\"rauf\",\"deed\":\"tip.vetted\",\"which\":\"0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3\",\"hash\":\"8efa59ae957edb383e3d45d7e75b7ef58cba90300dc3e063ddc4547686488278\"}",
            "{\"position\":3,\"day\":\"2026-11-25\",\"who\":\"aysel\",\"deed\":\"member.removed\",\"which\":\"rauf\",\"hash\":\"7fed7013cbb177b3ed62ab1efcf2cfecfe641db131a01e60d0d7e3ce4b158ee3\"}",
            "{\"position\":4,\"day\":\"2026-11-25\",\"who\":\"aysel\",\"deed\":\"epoch.begun\",\"which\":\"general/2\",\"hash\":\"19e47cee90487407aba744d5e08dde0847b9268f587f5a0666b7f7057f756c30\"}",
            "{\"position\":5,\"day\":\"2026-11-25\",\"who\":\"rauf\",\"deed\":\"tip.assigned\",\"which\":\"0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3\",\"facts\":\"1:9df8f344a0928474cb0f8159c01e1ceaaa095121d187f309d4c103133feb227e\",\"hash\":\"a329bd7d7503f1a0041aa4e1b4aafe5b3d614df58926a34b516f3d637e1e99ab\"}");

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void a_journal() {
        lines.addAll(ENTRIES);
    }

    @Test
    void a_whole_journal_ends_at_its_last_entry() throws IOException {
        // When
        JournalFile.Head head = verify(NOTHING);

        // Then
        assertThat(head.position()).isEqualTo(5);
        assertThat(ENTRIES.get(4)).contains(head.hash());
    }

    @Test
    void a_changed_entry_is_found() {
        // Given
        lines.set(1, lines.get(1).replace("rauf", "aysel"));

        // When
        assertThatThrownBy(() -> verify(NOTHING))
                // Then
                .hasMessage("Entry 2 was changed, or one before it.");
    }

    @Test
    void an_entry_with_other_facts_is_found() {
        // Given
        lines.set(4, lines.get(4).replace("1:9d", "1:8d"));

        // When
        assertThatThrownBy(() -> verify(NOTHING))
                // Then
                .hasMessage("Entry 5 was changed, or one before it.");
    }

    @Test
    void a_missing_entry_is_found() {
        // Given
        lines.remove(1);

        // When
        assertThatThrownBy(() -> verify(NOTHING))
                // Then
                .hasMessageStartingWith("After entry 1 comes entry 3");
    }

    @Test
    void entries_in_another_order_are_found() {
        // Given
        Collections.swap(lines, 1, 2);

        // When
        assertThatThrownBy(() -> verify(NOTHING))
                // Then
                .hasMessageStartingWith("After entry 1 comes entry 3");
    }

    @Test
    void an_end_that_is_missing_is_found_by_somebody_who_knows_of_it() {
        // Given
        JournalFile.Head known = new JournalFile.Head(5, "any");
        lines.remove(4);

        // When
        assertThatThrownBy(() -> verify(known))
                // Then
                .hasMessageContaining("the end is missing");
    }

    @Test
    void a_journal_that_was_written_again_is_found_by_somebody_who_knows_an_entry() {
        // Given
        JournalFile.Head known = new JournalFile.Head(2, "00".repeat(32));

        // When
        assertThatThrownBy(() -> verify(known))
                // Then
                .hasMessageStartingWith("Entry 2 is not the one that you know");
    }

    private JournalFile.Head verify(JournalFile.Head known) throws IOException {
        Path file = Files.write(folder.resolve("journal.jsonl"), lines);
        return new JournalFile(file).verify(known);
    }
}

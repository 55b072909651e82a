package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.Sent;

@QuarkusTest
class JournalReadingTest {

    @Inject
    Desk desk;

    @Test
    void an_auditor_reads_the_newest_deed_first() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        Browser.of("rauf").post(Desk.path(tip) + "/opened", "");

        // When
        JsonNode newest = Json.of(Browser.of("nigar").get("/api/journal")).at("/entries/0");

        // Then
        assertThat(newest.path("who").asText()).isEqualTo("rauf");
        assertThat(newest.path("deed").asText()).isEqualTo("tip.opened");
        assertThat(newest.path("which").asText()).isEqualTo(tip.tipId().toString());
    }

    @Test
    void what_an_auditor_keeps_is_the_whole_chain() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        Browser.of("rauf").post(Desk.path(tip) + "/opened", "");
        byte[] before = Entry.beforeTheFirst();
        long position = 0;

        // When
        JsonNode page = keep(position);
        while (!page.isEmpty()) {
            for (JsonNode kept : page) {
                Entry entry = new Entry(
                        kept.path("position").asLong(),
                        LocalDate.parse(kept.path("day").asText()),
                        kept.path("who").asText(),
                        kept.path("deed").asText(),
                        kept.path("which").asText(),
                        kept.path("facts").textValue());
                before = entry.hash(before);

                // Then
                assertThat(entry.position()).isEqualTo(++position);
                assertThat(HexFormat.of().formatHex(before))
                        .isEqualTo(kept.path("hash").asText());
            }
            page = keep(position);
        }
        assertThat(position).isPositive();
    }

    private static JsonNode keep(long after) {
        return Json.of(Browser.of("nigar").get("/api/journal?after=" + after)).path("entries");
    }
}

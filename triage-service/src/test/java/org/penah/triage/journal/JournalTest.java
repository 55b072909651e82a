package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class JournalTest {

    @Inject
    Desk desk;

    @Test
    void deeds_done_at_once_form_one_chain() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        List<CompletableFuture<Integer>> deeds = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> Browser.of(i % 2 == 0 ? "aysel" : "rauf")
                        .post(Desk.path(tip) + "/opened", "")
                        .statusCode()))
                .toList();

        // Then
        assertThat(deeds).allSatisfy(deed -> assertThat(deed.join()).isEqualTo(204));
        assertThat(Desk.deeds(tip)).hasSize(12);
        byte[] before = Entry.beforeTheFirst();
        long position = 0;
        for (String row : LocalPostgres.column(
                "select concat_ws('|', position, day, who, deed, which, encode(hash, 'hex'), facts) from journal order by position")) {
            String[] fields = row.split("\\|", -1);
            Entry entry = new Entry(
                    Long.parseLong(fields[0]),
                    LocalDate.parse(fields[1]),
                    fields[2],
                    fields[3],
                    fields[4],
                    fields.length > 6 ? fields[6] : null);
            before = entry.hash(before);
            assertThat(entry.position()).isEqualTo(++position);
            assertThat(HexFormat.of().formatHex(before)).isEqualTo(fields[5]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update journal set who = 'nobody'",
                "delete from journal",
                "truncate journal",
                "drop table journal",
                "delete from reply",
                "update reply set copy = ''",
                "create table elsewhere (x int)"
            })
    void the_service_itself_cannot_undo_what_it_wrote(String sql) {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        assertThatThrownBy(() -> LocalPostgres.executeAsService(sql))
                // Then
                .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
        assertThat(desk.view(tip).path("day").asText()).isEqualTo(tip.day());
    }
}

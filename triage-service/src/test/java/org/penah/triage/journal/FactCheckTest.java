package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** The database's owner alters the facts of a deed; the chain stays consistent, and the check still finds it. */
@QuarkusTest
class FactCheckTest {

    private static final Browser RAUF = Browser.of("rauf");
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    private final Sent tip = Sent.routine();

    @BeforeEach
    void work_at_a_tip() {
        desk.receive(tip);
        RAUF.post(Desk.path(tip) + "/opened", "");
        take("vet", "\"verified\"", SEALED, "[\"aysel\"]");
        take("assign", "\"aysel\"", null, "[]");
        RAUF.post(
                Desk.path(tip) + "/replies",
                "{\"replyId\":\"%s\",\"sealed\":\"%s\",\"copy\":\"%s\"}".formatted(UUID.randomUUID(), SEALED, SEALED));
        assertThat(Desk.deeds(tip))
                .containsExactly("rauf tip.opened", "rauf tip.vetted", "rauf tip.assigned", "rauf reply.sent");
        assertThat(differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                update step set value = 'junk' where kind = 'VET' | tip.vetted altered
                update step set note = set_byte(note, 99, 255 - get_byte(note, 99)) where kind = 'VET' | tip.vetted altered
                update step set who = 'aysel' where kind = 'VET' | tip.vetted altered
                update step set day = day - 1 where kind = 'VET' | tip.vetted altered
                update step set kind = 'SET_LANE' where kind = 'VET' | tip.vetted altered
                update step set value = 'rauf' where kind = 'ASSIGN' | tip.assigned altered
                update step set value = null where kind = 'ASSIGN' | tip.assigned altered
                delete from step where kind = 'ASSIGN' | tip.assigned altered
                update reply set sender = 'aysel' where true | reply.sent altered
                update reply set copy = set_byte(copy, 99, 255 - get_byte(copy, 99)) where true | reply.sent altered
                """)
    void the_entry_whose_row_was_altered_is_named(String sql, String expected) throws SQLException {
        // When
        LocalPostgres.asOwner(sql + " and tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(differences()).containsExactly(expected);
    }

    @Test
    void a_colleague_who_was_asked_for_is_not_exchanged() throws SQLException {
        // When
        LocalPostgres.asOwner(
                "update mention set member = 'rauf' where step_id in (select step_id from step where tip_id = '"
                        + tip.tipId() + "')");

        // Then
        assertThat(differences()).containsExactly("tip.vetted altered");
    }

    @Test
    void a_row_that_the_service_did_not_write_is_found() throws SQLException {
        // When
        LocalPostgres.asOwner(
                "insert into step (step_id, tip_id, day, who, kind) values (gen_random_uuid(), '%s', '2026-11-24', 'aysel', 'UNREADABLE')"
                        .formatted(tip.tipId()));

        // Then
        assertThat(differences()).containsExactly("unknown");
    }

    @Test
    void a_row_at_something_that_the_journal_knows_nothing_of_is_found() throws SQLException {
        // Given
        Sent untouched = desk.receive(Sent.routine());

        // When
        LocalPostgres.asOwner(
                "insert into step (step_id, tip_id, day, who, kind) values (gen_random_uuid(), '%s', '2026-11-24', 'aysel', 'UNREADABLE')"
                        .formatted(untouched.tipId()));

        // Then
        assertThat(Audit.differences(untouched.tipId().toString())).containsExactly("unknown");
    }

    @Test
    void what_the_source_erased_is_not_missed() {
        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> Desk.deeds(tip).contains("(source) tip.erased"));
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_tip_that_the_owner_deleted_is_missed() throws SQLException {
        // When
        LocalPostgres.asOwner("delete from tip where tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(differences())
                .containsExactlyInAnyOrder("tip.vetted altered", "tip.assigned altered", "reply.sent altered");
    }

    @Test
    void entries_from_before_there_were_facts_cover_as_many_rows_as_there_are_of_them() throws SQLException {
        // Given a step as an older version kept it, with its entry
        Sent older = desk.receive(Sent.routine());
        LocalPostgres.asOwner("""
                insert into step (step_id, tip_id, day, who, kind) values (gen_random_uuid(), '%1$s', '2026-11-24', 'aysel', 'CLAIM');
                insert into journal (position, day, who, deed, which, hash)
                select -1 - (select count(*) from journal), '2026-11-24', 'aysel', 'tip.claimed', '%1$s', decode(md5(random()::text), 'hex')""".formatted(older.tipId()));

        // When
        List<String> found = Audit.differences(older.tipId().toString());

        // Then
        LocalPostgres.asOwner("delete from journal where position < 0");
        assertThat(found).isEmpty();
    }

    @Test
    void an_entry_that_the_service_did_not_write_blinds_nobody() throws SQLException {
        // When
        LocalPostgres.asOwner("""
                insert into journal (position, day, who, deed, which, facts, hash)
                select -1, '2026-11-24', 'aysel', 'tip.vetted', 'no id', '1:' || repeat('ab', 32), decode('00', 'hex')""");

        // Then
        List<String> found = Audit.differences("no id");
        LocalPostgres.asOwner("delete from journal where position < 0");
        assertThat(found).containsExactly("tip.vetted altered");
    }

    private List<String> differences() {
        return Audit.differences(tip.tipId().toString());
    }

    private void take(String kind, String value, @Nullable String note, String mentions) {
        assertThat(RAUF.post(
                                Desk.path(tip) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s,\"mentions\":%s}"
                                        .formatted(
                                                UUID.randomUUID(),
                                                kind,
                                                value,
                                                note == null ? "null" : "\"" + note + "\"",
                                                mentions))
                        .statusCode())
                .isEqualTo(204);
    }
}

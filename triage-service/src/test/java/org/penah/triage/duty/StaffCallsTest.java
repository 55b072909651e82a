package org.penah.triage.duty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Staff on duty hear that a tip waits, from when it is here until somebody opens it. */
@QuarkusTest
class StaffCallsTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final String DUE = "2026-11-24T10:10:00Z";

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @BeforeEach
    void somebody_is_on_duty() {
        String partner = new String(Contracts.sample("partner-changed"), UTF_8)
                .replace(
                        "1f2e3d4c-5b6a-4978-8a6b-5c4d3e2f1a0b",
                        UUID.randomUUID().toString())
                .replace("\"name\": \"safe-house\"", "\"name\": \"staff-duty\", \"staff\": true");
        farEnds.sendFromNotify(partner.getBytes(UTF_8));
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get("/api/partners").body().contains("\"staff-duty\""));
    }

    @AfterEach
    void nobody_is() throws SQLException {
        LocalPostgres.asOwner("delete from partner where name = 'staff-duty'");
    }

    @Test
    void an_imminent_tip_calls_staff_whatever_its_source_allows_until_somebody_opens_it() {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE).withoutConsent());

        // When
        String call = called(tip);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !said(call).isEmpty());
        assertThat(said(call)).containsExactly(Json.of("{\"alertId\":\"" + call + "\"}"));
        assertThat(List.of(tip.tipId().toString(), tip.alertId().toString())).doesNotContain(call);

        // When
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // Then
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
        assertThat(said(call).get(1)).isEqualTo(Json.of("{\"alertId\":\"" + call + "\",\"over\":true}"));
        assertThat(calls(tip)).isEmpty();
    }

    @Test
    void a_source_that_erases_its_tip_calls_staff_off() {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        String call = called(tip);

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
        assertThat(said(call).get(1).path("over").asBoolean()).isTrue();
    }

    @Test
    void one_of_a_flood_and_one_without_danger_within_hours_call_nobody() {
        // Given
        Sent flood = desk.receive(Sent.danger(DUE).inFlood());
        Sent routine = desk.receive(Sent.routine());

        // When
        Sent imminent = desk.receive(Sent.danger(DUE));

        // Then
        called(imminent);
        assertThat(calls(flood)).isEmpty();
        assertThat(calls(routine)).isEmpty();
    }

    @Test
    void nobody_is_called_where_nobody_is_on_duty() throws SQLException {
        // Given
        nobody_is();
        Sent tip = desk.receive(Sent.danger(DUE));
        Sent other = desk.receive(Sent.danger(DUE));
        LocalPostgres.asOwner("insert into staff_call values ('%s', gen_random_uuid())".formatted(UUID.randomUUID()));

        // When
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column(
                                "select 1 from staff_call c where not exists (select from tip t where t.tip_id = c.tip_id)")
                        .isEmpty());

        // Then
        assertThat(calls(tip)).isEmpty();
        assertThat(calls(other)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff-called", "staff-called-over"})
    void the_event_is_that_of_the_contract(String sample) {
        // When
        String written = Contracts.roundTrip(Contracts.sample(sample), StaffCalled.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(Contracts.sample(sample), UTF_8)));
        assertThat(Contracts.violations("staff-called.v1", written)).isEmpty();
    }

    /** The id under which staff are called to a tip, once they are. */
    private static String called(Sent tip) {
        await().atMost(Desk.LIMIT).until(() -> !calls(tip).isEmpty());
        return calls(tip).get(0);
    }

    private static List<String> calls(Sent tip) {
        return LocalPostgres.column("select alert_id::text from staff_call where tip_id = '" + tip.tipId() + "'");
    }

    private List<JsonNode> said(String call) {
        return farEnds.dataAtNotify(call);
    }
}

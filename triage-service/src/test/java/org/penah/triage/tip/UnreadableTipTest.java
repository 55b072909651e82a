package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** One row that cannot be read, and all others. */
@QuarkusTest
class UnreadableTipTest {

    @Inject
    Desk desk;

    @Inject
    OverdueTips overdueTips;

    @Inject
    MeterRegistry meters;

    private final Sent bad = Sent.danger("2026-11-24T10:05:00Z");
    private final Sent good = Sent.danger("2026-11-24T10:10:00Z");

    @BeforeEach
    void receiveBoth() {
        desk.receive(bad);
        desk.receive(good);
    }

    @AfterEach
    void makeReadableAgain() throws SQLException {
        LocalPostgres.asOwner("update tip set sealing = 'SERVER' where tip_id = '" + bad.tipId() + "'");
        LocalPostgres.asOwner("update alert set partners = '[]' where partners = '{'");
    }

    @Test
    void a_tip_that_cannot_be_read_is_set_aside_and_all_others_are_listed() throws Exception {
        // Given
        makeTipUnreadable();

        // When
        List<String> listed = desk.order("queue=threat");

        // Then
        assertThat(listed)
                .contains(good.tipId().toString())
                .doesNotContain(bad.tipId().toString());
        assertThat(desk.order("queue=threat&overdue=true"))
                .doesNotContain(bad.tipId().toString());
        assertThat(meters.get("penah.desk.rows.unreadable").gauge().value()).isPositive();
    }

    @Test
    void a_tip_that_cannot_be_read_keeps_no_other_from_becoming_overdue() throws Throwable {
        // Given
        makeTipUnreadable();

        // When
        PinnedClock.at("2026-11-24T10:16:00Z", () -> VertxContextSupport.subscribeAndAwait(overdueTips::count));

        // Then
        assertThat(desk.view(good).path("overdue").asBoolean()).isTrue();
    }

    @Test
    void a_tip_whose_alert_cannot_be_read_is_listed_without_it() throws Exception {
        // Given two that come before what other tests left, which may fill a page
        Sent one = desk.receive(Sent.danger("2026-11-20T10:05:00Z"));
        Sent other = desk.receive(Sent.danger("2026-11-20T10:10:00Z"));
        LocalPostgres.asOwner("update alert set partners = '{' where alert_id = '" + one.alertId() + "'");

        // When
        JsonNode list = Json.of(Browser.of("aysel").get("/api/tips?queue=threat"));

        // Then
        assertThat(list.path("tips"))
                .anyMatch(tip -> tip.path("tipId").asText().equals(one.tipId().toString()) && !tip.has("alert"))
                .anyMatch(tip -> tip.path("tipId").asText().equals(other.tipId().toString()) && tip.has("alert"));
    }

    private void makeTipUnreadable() throws SQLException {
        LocalPostgres.asOwner("update tip set sealing = 'NEWER' where tip_id = '" + bad.tipId() + "'");
    }
}

package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;
import org.penah.triage.obligation.ClockConfig;

/** What is owed to sources, as time passes. */
@QuarkusTest
class ClocksTest {

    private static final Browser RAUF = Browser.of("rauf");
    private static final Browser AYSEL = Browser.of("aysel");
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    OverdueTips overdueTips;

    @Inject
    MeterRegistry meters;

    @Test
    void an_answer_is_owed_within_seven_days_and_then_leads_the_list_and_rings_the_alarm() throws Throwable {
        // Given
        Sent waiting = desk.receive(Sent.routine());
        Sent later = Sent.routine().on("2026-11-29");
        PinnedClock.at("2026-11-29T10:00:00Z", () -> desk.receive(later));
        assertThat(desk.view(waiting).path("obligation"))
                .isEqualTo(Json.of("{\"kind\":\"answer\",\"by\":\"2026-12-01\"}"));

        // When
        PinnedClock.at("2026-12-02T00:10:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(overdueTips::count);

            // Then
            assertThat(desk.view(waiting).path("overdue").asBoolean()).isTrue();
            assertThat(desk.view(later).path("overdue").asBoolean()).isFalse();
            assertThat(desk.order("queue=general")).containsSubsequence(id(waiting), id(later));
            assertThat(desk.order("overdue=true")).contains(id(waiting)).doesNotContain(id(later));
            assertThat(owed("answer")).isPositive();
        });
    }

    @Test
    void an_answer_in_time_starts_the_clock_of_feedback_and_an_answer_after_the_finding_is_feedback() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.routine());
        PinnedClock.at("2026-11-30T10:00:00Z", () -> {
            reply(tip);
        });
        assertThat(desk.view(tip).path("obligation"))
                .isEqualTo(Json.of("{\"kind\":\"feedback\",\"by\":\"2027-02-28\"}"));
        take(tip, "vet", "plausible", true);

        // When
        reply(tip);

        // Then
        assertThat(desk.view(tip).has("obligation")).isFalse();
    }

    @Test
    void nothing_is_owed_where_nothing_can_be_answered_and_it_is_owed_again_when_that_changes() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        take(tip, "waive", null, true);

        // Then
        assertThat(desk.view(tip).has("obligation")).isFalse();
        take(tip, "unwaive", null, false);
        assertThat(desk.view(tip).at("/obligation/kind").asText()).isEqualTo("answer");
        RAUF.post(Desk.path(tip) + "/aside", "{\"aside\":true}");
        assertThat(desk.view(tip).has("obligation")).isFalse();
    }

    @Test
    void in_a_queue_without_clocks_nothing_is_ever_owed_and_nothing_overdue() throws Throwable {
        // Given
        Sent waiting = desk.receive(Sent.routine().in("threat"));

        // When
        PinnedClock.at("2027-11-24T10:10:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(overdueTips::count);

            // Then
            assertThat(desk.view(waiting).has("obligation")).isFalse();
            assertThat(desk.view(waiting).path("overdue").asBoolean()).isFalse();
        });
    }

    @Test
    void no_queue_has_such_clocks_unless_the_operator_sets_them() {
        // Given
        var unset = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ClockConfig.class)
                .build();

        // When
        ClockConfig clocks = unset.getConfigMapping(ClockConfig.class);

        // Then
        assertThat(clocks.oweIn("general")).isFalse();
    }

    @Test
    void tips_from_before_the_setting_changed_follow_it() throws Throwable {
        // Given
        Sent off = desk.receive(Sent.routine().in("threat").on("2026-11-01"));
        Sent on = desk.receive(Sent.routine());
        Sent junk = desk.receive(Sent.routine());
        RAUF.post(Desk.path(junk) + "/opened", "");
        take(junk, "vet", "junk", true);
        Sent danger = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        LocalPostgres.asOwner("update tip set obligation = 'ANSWER', obligation_by = '2026-11-08', overdue = true,"
                + " sort_key = '0' || substr(sort_key, 2) where tip_id = '" + off.tipId() + "'");
        LocalPostgres.asOwner(
                "update tip set obligation = null, obligation_by = null where tip_id = '" + on.tipId() + "'");

        // When
        VertxContextSupport.subscribeAndAwait(overdueTips::followSetting);

        // Then
        assertThat(desk.view(off).has("obligation")).isFalse();
        assertThat(desk.view(off).path("overdue").asBoolean()).isFalse();
        assertThat(desk.order("queue=threat")).containsSubsequence(id(danger), id(off));
        assertThat(desk.view(on).at("/obligation/by").asText()).isEqualTo("2026-12-01");
        assertThat(desk.view(junk).has("obligation")).isFalse();
    }

    @Test
    void danger_that_nobody_has_looked_at_for_ten_minutes_leads_and_the_first_look_tells_that_it_was_late()
            throws Throwable {
        // Given
        Sent danger = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        Sent inTime = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(inTime) + "/opened", "");

        // When
        PinnedClock.at("2026-11-24T10:11:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(overdueTips::count);

            // Then
            assertThat(desk.view(danger).path("overdue").asBoolean()).isTrue();
            assertThat(meters.get("penah.tips.overdue").gauge().value()).isPositive();
            AYSEL.post(Desk.path(danger) + "/opened", "");
            assertThat(desk.view(danger).path("overdue").asBoolean()).isFalse();
        });
        assertThat(late(danger)).isEqualTo("t");
        assertThat(late(inTime)).isEqualTo("f");
    }

    private double owed(String obligation) {
        return meters.get("penah.obligations.overdue")
                .tag("obligation", obligation)
                .gauge()
                .value();
    }

    private static String late(Sent tip) {
        return LocalPostgres.column("select looked_late from tip where tip_id = '" + tip.tipId() + "'")
                .get(0);
    }

    private static void reply(Sent tip) {
        assertThat(RAUF.post(
                                Desk.path(tip) + "/replies",
                                "{\"replyId\":\"%s\",\"sealed\":\"%s\",\"copy\":\"%s\"}"
                                        .formatted(UUID.randomUUID(), SEALED, SEALED))
                        .statusCode())
                .isEqualTo(202);
    }

    private static void take(Sent tip, String kind, @Nullable String value, boolean noted) {
        assertThat(RAUF.post(
                                Desk.path(tip) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s}"
                                        .formatted(
                                                UUID.randomUUID(),
                                                kind,
                                                value == null ? "null" : "\"" + value + "\"",
                                                noted ? "\"" + SEALED + "\"" : "null"))
                        .statusCode())
                .isEqualTo(204);
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}

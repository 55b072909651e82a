package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** An imminent tip that somebody opened keeps a clock until somebody decides about it. */
@QuarkusTest
class UndecidedTest {

    private static final Browser RAUF = Browser.of("rauf");
    private static final String DUE = "2026-11-24T10:10:00Z";
    private static final String DECIDE_BY = "2026-11-24T10:35:00Z";
    private static final String LATER = "2026-11-24T10:35:30Z";
    private static final String NOTE = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    private static Browser aysel;

    @Inject
    Desk desk;

    @Inject
    OverdueTips overdueTips;

    @Inject
    LapsedClaims lapsedClaims;

    @Inject
    MeterRegistry meters;

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
    }

    @Test
    void what_was_opened_and_left_is_an_alarm_after_half_an_hour() throws Throwable {
        // Given
        Sent tip = opened(Sent.danger(DUE));
        Sent routine = opened(Sent.routine());
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo(DECIDE_BY);
        assertThat(desk.view(routine).has("decideBy")).isFalse();
        assertThat(undecided(aysel)).doesNotContain(id(tip));

        // When
        PinnedClock.at(LATER, () -> {
            VertxContextSupport.subscribeAndAwait(overdueTips::count);

            // Then
            assertThat(undecided(aysel)).contains(id(tip));
            assertThat(undecided(RAUF)).doesNotContain(id(tip));
            assertThat(desk.view(tip).path("overdue").asBoolean()).isTrue();
            assertThat(meters.get("penah.tips.undecided").gauge().value())
                    .isEqualTo(LocalPostgres.column("select 1 from tip where decide_by < '" + LATER + "'")
                            .size());
        });
    }

    /** Each leaves no time behind. */
    @ParameterizedTest
    @CsvSource({
        "/alert/confirmation, ''",
        "/alert/cancellation, ''",
        "/steps, close",
        "/steps, vet unfounded",
        "/steps, set-lane urgent"
    })
    void a_decision_ends_it(String where, String step) throws Throwable {
        // Given
        Sent tip = opened(Sent.danger(DUE));

        // When
        PinnedClock.at(LATER, () -> {
            VertxContextSupport.subscribeAndAwait(overdueTips::count);
            assertThat(aysel.post(Desk.path(tip) + where, step.isEmpty() ? "" : step(step))
                            .statusCode())
                    .isIn(202, 204);

            // Then
            assertThat(undecided(aysel)).doesNotContain(id(tip));
        });
        assertThat(desk.view(tip).has("decideBy")).isFalse();
        assertThat(LocalPostgres.column("select decide_by from tip where tip_id = '" + id(tip)
                        + "' and decide_by is null" + " and strpos(sort_key, '1795516500') = 0"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"claim", "note", "hold", "vet plausible", "vet verified"})
    void what_decides_nothing_ends_nothing(String step) {
        // Given
        Sent tip = opened(Sent.danger(DUE));

        // When
        assertThat(aysel.post(Desk.path(tip) + "/steps", step(step)).statusCode())
                .isIn(202, 204);

        // Then
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo(DECIDE_BY);
    }

    @Test
    void to_believe_a_tip_without_an_alert_is_a_decision() {
        // Given
        Sent tip = opened(Sent.danger(DUE).withoutConsent());

        // When
        aysel.post(Desk.path(tip) + "/steps", step("vet plausible"));

        // Then
        assertThat(desk.view(tip).path("finding").asText()).isEqualTo("plausible");
        assertThat(desk.view(tip).has("decideBy")).isFalse();
    }

    @Test
    void keeping_an_alert_starts_it_again() throws Throwable {
        // Given
        Sent tip = opened(Sent.danger(DUE));
        aysel.post(Desk.path(tip) + "/alert/cancellation", "");
        assertThat(desk.view(tip).has("decideBy")).isFalse();

        // When
        PinnedClock.at(LATER, () -> aysel.post(Desk.path(tip) + "/alert/cancellation/drop", ""));

        // Then
        assertThat(desk.view(tip).at("/alert/cancelling").isMissingNode()).isTrue();
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo("2026-11-24T11:10:00Z");
    }

    @Test
    void keeping_a_confirmed_alert_does_not() throws Throwable {
        // Given
        Sent tip = opened(Sent.danger(DUE));
        aysel.post(Desk.path(tip) + "/alert/cancellation", "");

        // When
        aysel.post(Desk.path(tip) + "/alert/confirmation", "");

        // Then
        assertThat(desk.view(tip).at("/alert/cancelling").isMissingNode()).isTrue();
        assertThat(desk.view(tip).has("decideBy")).isFalse();
    }

    @Test
    void a_time_that_a_wrong_clock_gave_lasts_no_longer_than_the_right_one_allows() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        PinnedClock.at("2026-11-25T10:03:20Z", () -> aysel.post(Desk.path(tip) + "/opened", ""));

        // When
        VertxContextSupport.subscribeAndAwait(overdueTips::count);

        // Then
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo(DECIDE_BY);
    }

    @Test
    void taking_a_finding_back_starts_it_again() throws Throwable {
        // Given
        Sent tip = opened(Sent.danger(DUE));
        aysel.post(Desk.path(tip) + "/steps", step("vet unfounded"));

        // When
        PinnedClock.at(LATER, () -> aysel.post(Desk.path(tip) + "/steps", step("unvet unfounded")));

        // Then
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo("2026-11-24T11:10:00Z");
    }

    @Test
    void a_hold_that_ends_without_a_decision_is_an_alarm_at_once_and_says_whose_it_was() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        aysel.post(Desk.path(tip) + "/steps", step("claim"));
        PinnedClock.at("2026-11-24T10:22:00Z", () -> aysel.post(Desk.path(tip) + "/opened", ""));
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo("2026-11-24T10:55:00Z");

        // When
        PinnedClock.at(LATER, () -> {
            VertxContextSupport.subscribeAndAwait(lapsedClaims::release);

            // Then
            assertThat(heldBy(tip)).isEqualTo("aysel");
            aysel.post(Desk.path(tip) + "/steps", step("claim"));
            assertThat(heldBy(tip)).isEmpty();
        });
    }

    private Sent opened(Sent tip) {
        desk.receive(tip);
        aysel.post(Desk.path(tip) + "/opened", "");
        return tip;
    }

    private static String step(String kindAndValue) {
        String[] words = kindAndValue.split(" ", -1);
        String value = words.length > 1 ? ",\"value\":\"" + words[1] + "\"" : "";
        String note = List.of("vet", "note", "hold", "set-lane").contains(words[0]) ? ",\"note\":\"" + NOTE + "\"" : "";
        return "{\"stepId\":\"%s\",\"kind\":\"%s\"%s%s}".formatted(UUID.randomUUID(), words[0], value, note);
    }

    private static String heldBy(Sent tip) {
        return named(aysel)
                .filter(one -> one.path("tipId").asText().equals(id(tip)))
                .map(one -> one.path("heldBy").asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> undecided(Browser member) {
        return named(member).map(one -> one.path("tipId").asText()).toList();
    }

    private static Stream<JsonNode> named(Browser member) {
        JsonNode named = Json.of(member.get("/api/alarms")).path("undecided");
        return StreamSupport.stream(named.spliterator(), false);
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}

package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.PartnerDecided;

/** Half an hour in which nobody answers, on a clock that the test moves. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class EscalationJourneyTest {

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    ExtraPartners extras;

    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    /** safe-house is told first, night-desk if nobody there answers. */
    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ?, tier = 2 where name = 'night-desk'", nightDesk.url());
    }

    @AfterEach
    void stop() {
        database.forgetAlerts();
        extras.remove("extra-");
        database.execute(
                "update partner set tier = 1, channel = 'EDGE', silent_since = null, languages = 'az,en,ru,tr,fa'");
        database.releaseSlots();
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void the_next_tier_hears_after_5_minutes_without_an_answer_and_the_desk_after_30() {
        // Given
        broker.confirm(alertId, "145");
        await().until(() -> state() == AlertState.DELIVERED);
        after(299);
        assertThat(nightDesk.received()).isEmpty();

        // When
        after(2);

        // Then
        await().until(() -> nightDesk.received().size() == 1);

        // When
        after(30 * 60 - 301);

        // Then
        await().until(() -> state() == AlertState.UNANSWERED);
        assertThat(broker.latest(alertId).partners()).hasSize(2);
    }

    @Test
    void the_second_of_a_report_of_danger_is_in_memory_alone() {
        // When
        broker.confirm(alertId, "145");
        await().until(() -> state() == AlertState.DELIVERED);

        // Then
        assertThat(database.number("select count(*) from alert where opened = date_trunc('minute', opened)"
                        + " and look_at = date_trunc('minute', look_at)"))
                .isOne();
    }

    @Test
    void a_clock_that_is_set_back_puts_no_alarm_off() {
        // Given
        broker.confirm(alertId, "145");
        await().until(() -> state() == AlertState.DELIVERED);

        // When
        clock.advance(Duration.ofHours(-5));

        // Then
        await().until(() -> database.number(
                        "select count(*) from alert where look_at < ?",
                        java.sql.Timestamp.from(clock.instant().plusSeconds(180)))
                == 1);
    }

    @Test
    void the_next_tier_hears_after_a_minute_without_transport() {
        // Given
        safeHouse.answer(PartnerServer.status(500));
        broker.confirm(alertId, "145");
        await().until(() -> !safeHouse.received().isEmpty());

        // When
        after(61);

        // Then
        await().until(() -> nightDesk.received().size() == 1);
    }

    @Test
    void who_is_silent_is_passed_over_at_once_and_if_all_are_that_is_an_alarm() {
        // Given
        database.silence("safe-house");

        // When
        broker.confirm(alertId, "145");

        // Then
        await().until(() -> nightDesk.received().size() == 1);

        // When the other falls silent too
        database.silence("night-desk");
        database.execute("update alert set look_at = opened - interval '1 minute'");

        // Then
        await().until(() -> state() == AlertState.UNREACHABLE);

        // When one comes back
        database.execute("update partner set silent_since = null where name = 'night-desk'");
        database.execute("update alert set look_at = opened - interval '1 minute'");

        // Then
        await().until(() -> state() == AlertState.DELIVERED);
    }

    @Test
    void a_tier_in_which_nobody_speaks_the_language_or_is_on_call_is_told_and_passed_over_at_once() {
        // Given
        database.execute("update partner set languages = 'fa' where name = 'safe-house'");

        // When
        broker.confirm(alertId, "145");

        // Then
        await().until(() -> nightDesk.received().size() == 1);
        await().until(() -> safeHouse.received().size() == 1);
    }

    @Test
    void while_somebody_takes_care_of_it_nobody_else_hears_whatever_the_desk_changes() {
        // Given
        claimed();

        // When
        broker.confirm(alertId, "031");

        // Then
        await().until(() -> safeHouse.received().size() == 2);
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void while_somebody_takes_care_of_it_nobody_else_hears_when_another_partner_is_ended() {
        // Given
        claimed();

        // When
        PartnerDecided.Profile profile = new PartnerDecided.Profile(1, List.of("en"), List.of(), null);
        broker.send("/triage", PartnerDecided.TYPE, new PartnerDecided("extra-1", 1, true, null, profile));

        // Then
        await().until(() ->
                broker.latest(alertId).partners().stream().anyMatch(one -> one.state() == PartnerAlertState.RELEASED));
        assertThat(state()).isEqualTo(AlertState.CLAIMED);
        assertThat(told()).isEqualTo(2);
    }

    /** Two partners of the first tier know of it and one has claimed it; there are five tiers. */
    private void claimed() {
        for (int tier : new int[] {1, 3, 4, 5}) {
            extras.add("extra-" + tier, nightDesk.url(), tier, ExtraPartners.Keys.fresh(), null);
        }
        broker.confirm(alertId, "145");
        await().until(() -> database.number("select count(*) from partner_alert where state = 'DELIVERED'") == 2);
        database.execute(
                "update partner_alert set state = 'CLAIMED', next_try = null, held_until = ?"
                        + " where partner_id = (select id from partner where name = 'safe-house')",
                java.sql.Timestamp.from(clock.instant().plusSeconds(3600)));
        database.execute("update alert set state = 'CLAIMED', opened = null, look_at = null");
    }

    private long told() {
        return database.number("select count(*) from partner_alert");
    }

    /** Moves the clock and waits until nothing is left to be looked at. */
    private void after(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        await().until(() -> database.number(
                        "select count(*) from alert where look_at <= ?", java.sql.Timestamp.from(clock.instant()))
                == 0);
    }

    private AlertState state() {
        return broker.desk(alertId).isEmpty()
                ? AlertState.OPEN
                : broker.latest(alertId).state();
    }
}

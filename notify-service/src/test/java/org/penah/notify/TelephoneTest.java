package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.delivery.OpenAlertsQuery;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertChanged.PartnerReport;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.AlertTelephoned;
import org.penah.notify.event.AlertTelephoned.Answer;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.event.PartnerAlertState;

/** Somebody of the desk reached a partner by telephone, whose own page nobody has touched. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class TelephoneTest {

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    MeterRegistry meters;

    @Inject
    OpenAlertsQuery openAlerts;

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
        database.execute("update partner set tier = 1, channel = 'EDGE', silent_since = null");
        database.releaseSlots();
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void who_sees_to_it_has_four_hours_though_their_server_is_silent_and_then_others_are_called() {
        // Given
        broker.confirm(alertId);
        await().until(() -> state() == AlertState.DELIVERED);
        database.silence("safe-house");

        // When
        telephone("safe-house", Answer.ACKNOWLEDGE, inHours(4));

        // Then
        await().until(() -> state() == AlertState.ACKNOWLEDGED);
        assertThat(first().byTelephone()).isTrue();
        assertThat(first().state()).isEqualTo(PartnerAlertState.ACKNOWLEDGED);
        await().until(() -> !broker.mailbox(alertId).isEmpty());
        assertThat(broker.mailbox(alertId)).extracting(AlertAnswered::state).containsExactly(AlertState.ACKNOWLEDGED);

        // When
        after(Duration.ofHours(4).minusMinutes(6));
        assertThat(state()).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(nightDesk.received()).isEmpty();
        after(Duration.ofMinutes(12));

        // Then
        await().until(() -> nightDesk.received().size() == 1);
        assertThat(first().byTelephone()).isTrue();
        assertThat(first().until()).isNull();
    }

    @Test
    void their_own_page_still_asks() throws Throwable {
        // Given
        broker.confirm(alertId);
        await().until(() -> state() == AlertState.DELIVERED);

        // When
        telephone("safe-house", Answer.ACKNOWLEDGE, inHours(4));

        // Then
        await().until(() -> state() == AlertState.ACKNOWLEDGED);
        await().until(() -> meters.get("penah.alerts.by.telephone").gauge().value() == 1);
        assertThat(database.number(
                        "select count(*) from partner_alert where next_try is not null and answered_seq = 0"))
                .isOne();
        UUID partnerId = database.id("select id from partner where name = 'safe-house'");
        OpenAlert shown = VertxContextSupport.subscribeAndAwait(() -> openAlerts.of(partnerId))
                .first()
                .get(0);
        assertThat(shown.isDue()).isTrue();
        assertThat(shown.heard().heldUntil()).isNull();
    }

    @Test
    void who_cannot_has_others_called_at_once() {
        // Given
        broker.confirm(alertId);
        await().until(() -> state() == AlertState.DELIVERED);

        // When
        telephone("safe-house", Answer.DECLINE, inHours(4));

        // Then
        await().until(() -> nightDesk.received().size() == 1);
        assertThat(first().state()).isEqualTo(PartnerAlertState.DECLINED);
        assertThat(first().byTelephone()).isTrue();
        assertThat(broker.mailbox(alertId)).isEmpty();
    }

    @Test
    void what_is_forged_holds_nothing_that_was_not_told_and_nothing_for_longer() {
        // Given
        broker.confirm(alertId);
        await().until(() -> state() == AlertState.DELIVERED);
        UUID drill = UUID.randomUUID();
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(drill, "safe-house"));
        await().until(() -> !broker.desk(drill).isEmpty());

        // When
        telephone("night-desk", Answer.ACKNOWLEDGE, inHours(4));
        telephone("nobody", Answer.ACKNOWLEDGE, inHours(4));
        telephone("safe-house", Answer.ACKNOWLEDGE, inHours(-1));
        broker.send(
                "/triage",
                AlertTelephoned.TYPE,
                new AlertTelephoned(drill, "safe-house", Answer.ACKNOWLEDGE, inHours(4), null));
        telephone("safe-house", Answer.ACKNOWLEDGE, inHours(400));

        // Then
        await().until(() -> state() == AlertState.ACKNOWLEDGED);
        assertThat(database.number("select count(*) from partner_alert where by_telephone"))
                .isOne();
        assertThat(database.number(
                        "select count(*) from partner_alert where held_until > ?",
                        Timestamp.from(clock.instant().plus(Duration.ofHours(4)))))
                .isZero();
    }

    @Test
    void the_desk_hears_which_word_came_also_where_it_changes_nothing() {
        // Given
        broker.confirm(alertId);
        await().until(() -> state() == AlertState.DELIVERED);

        // When
        broker.send(
                "/triage",
                AlertTelephoned.TYPE,
                new AlertTelephoned(alertId, "safe-house", Answer.ACKNOWLEDGE, inHours(4), 7));

        // Then
        await().until(() -> Integer.valueOf(7).equals(broker.latest(alertId).heard()));
        assertThat(state()).isEqualTo(AlertState.ACKNOWLEDGED);

        // When it comes too late to hold anything
        broker.send(
                "/triage",
                AlertTelephoned.TYPE,
                new AlertTelephoned(alertId, "safe-house", Answer.DECLINE, inHours(-1), 8));

        // Then
        await().until(() -> Integer.valueOf(8).equals(broker.latest(alertId).heard()));
        assertThat(state()).isEqualTo(AlertState.ACKNOWLEDGED);
    }

    private void telephone(String partner, Answer answer, Instant until) {
        broker.send("/triage", AlertTelephoned.TYPE, new AlertTelephoned(alertId, partner, answer, until, null));
    }

    /** Rounded up to five minutes, as the desk does it. */
    private Instant inHours(int hours) {
        long seconds = clock.instant().plus(Duration.ofHours(hours)).getEpochSecond();
        return Instant.ofEpochSecond(-Math.floorDiv(-seconds, 300L) * 300);
    }

    private PartnerReport first() {
        return broker.latest(alertId).partners().stream()
                .filter(partner -> partner.name().equals("safe-house"))
                .findFirst()
                .orElseThrow();
    }

    /** Moves the clock and waits until nothing is left to be looked at. */
    private void after(Duration time) {
        clock.advance(time);
        await().until(() ->
                database.number("select count(*) from alert where look_at <= ?", Timestamp.from(clock.instant())) == 0);
    }

    private AlertState state() {
        return broker.desk(alertId).isEmpty()
                ? AlertState.OPEN
                : broker.latest(alertId).state();
    }
}

package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.outbox.TrustedDay;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;
import org.penah.triage.TrustedDays;

/** What a wrong clock must not delete. */
@QuarkusTest
class ClockJumpTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final String IN_200_DAYS = "2027-06-12T10:00:00Z";

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    Retention retention;

    @Inject
    Epochs epochs;

    @Inject
    TrustedDay trustedDay;

    @Inject
    MeterRegistry meters;

    private Sent tip;

    @BeforeEach
    void close_a_tip() throws Throwable {
        TrustedDays.set(TODAY);
        look();
        tip = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"close\",\"note\":null}".formatted(UUID.randomUUID()));
        LocalPostgres.asOwner(
                "insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('archive', 1, 'x', 'y')"
                        + " on conflict do nothing");
    }

    @AfterEach
    void come_back() throws Throwable {
        LocalPostgres.asOwner("delete from queue_epoch where queue = 'archive'");
        TrustedDays.set(TODAY);
        look();
    }

    @Test
    void a_clock_that_leaps_deletes_no_tip_and_no_key_and_rings() throws Throwable {
        // When
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);

        // Then
        assertThat(isHere()).isTrue();
        assertThat(hasKey()).isTrue();
        assertThat(alarm()).isEqualTo(1);
    }

    @Test
    void a_clock_that_comes_back_ends_it_with_nothing_lost() throws Throwable {
        // Given
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);

        // When
        lookAndDelete();

        // Then
        assertThat(isHere()).isTrue();
        assertThat(hasKey()).isTrue();
        assertThat(alarm()).isZero();
    }

    @Test
    void a_date_that_stands_for_three_days_of_running_is_believed() throws Throwable {
        // Given
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);
        LocalPostgres.asOwner("update trusted_day set waited = 430");
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);
        assertThat(isHere()).isTrue();

        // When
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);

        // Then
        assertThat(isHere()).isFalse();
        assertThat(hasKey()).isFalse();
        assertThat(alarm()).isZero();
    }

    @Test
    void a_service_that_was_off_for_twenty_days_waits_just_so() throws Throwable {
        // Given
        LocalPostgres.asOwner("update tip set closed_on = '2026-09-10' where tip_id = '" + tip.tipId() + "'");

        // When
        PinnedClock.at("2026-12-14T10:00:00Z", this::lookAndDelete);

        // Then
        assertThat(isHere()).isTrue();
        assertThat(alarm()).isEqualTo(1);
        LocalPostgres.asOwner("update trusted_day set waited = 431");
        PinnedClock.at("2026-12-17T10:00:00Z", this::lookAndDelete);
        assertThat(isHere()).isFalse();
        assertThat(alarm()).isZero();
    }

    @Test
    void an_alert_that_is_over_stays_too() throws Throwable {
        // Given
        Sent danger = Sent.danger("2026-11-24T10:10:00Z");
        String state = "select state from alert where alert_id = '" + danger.alertId() + "'";
        farEnds.sendFromNotify(danger.alertIs("cancelled", 2));
        await().atMost(Desk.LIMIT).until(() -> LocalPostgres.column(state).contains("CANCELLED"));

        // When
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);

        // Then
        assertThat(LocalPostgres.column(state)).hasSize(1);
    }

    /** Another one counts in between. */
    @Test
    void a_look_of_one_instance_of_two_does_not_count() throws Throwable {
        // Given
        PinnedClock.at(IN_200_DAYS, this::look);
        LocalPostgres.asOwner("update trusted_day set waited = 431, looks = looks + 1");

        // When
        PinnedClock.at(IN_200_DAYS, this::lookAndDelete);

        // Then
        assertThat(isHere()).isTrue();
        assertThat(alarm()).isEqualTo(1);
    }

    private void lookAndDelete() throws Throwable {
        look();
        VertxContextSupport.subscribeAndAwait(retention::letGo);
        VertxContextSupport.subscribeAndAwait(epochs::end);
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(trustedDay::look);
    }

    private boolean isHere() {
        return AYSEL.get(Desk.path(tip)).statusCode() == 200;
    }

    private static boolean hasKey() throws SQLException {
        List<String> destroyed = LocalPostgres.column(
                "select destroyed_on is not null from queue_epoch where queue = 'archive' and epoch = 1");
        return destroyed.equals(List.of("f"));
    }

    private double alarm() {
        return meters.get("penah.clock.jumped").gauge().value();
    }
}

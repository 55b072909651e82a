package org.penah.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.outbox.TrustedDay;

@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class TimestampCoarseningTest {

    private static final String FINER_THAN_A_DAY = """
            select (select count(*) from alert where acknowledge_by <> date_trunc('day', acknowledge_by, 'UTC'))
                + (select count(*) from partner_alert where since <> date_trunc('day', since, 'UTC') or sent <> date_trunc('day', sent, 'UTC'))
                + (select count(*) from alert where opened is not null or look_at is not null)
                + (select count(*) from partner_alert where held_until <> date_trunc('day', held_until, 'UTC'))
                + (select count(*) from partner_alert where next_try is not null)
                + (select count(*) from attempt where at <> date_trunc('day', at, 'UTC'))""";

    @Inject
    TimestampCoarsening coarsening;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    TrustedDay trustedDay;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void empty() {
        database.execute("delete from delivery_lease");
        database.forgetAlerts("evidence");
        clock.reset();
        look();
        trusted("2026-11-24");
    }

    @ParameterizedTest
    @CsvSource({"CANCELLED, 24", "EXPIRED, -1"})
    void times_of_what_is_settled_become_days(String state, int hoursToExpiry) {
        // Given
        alert(state, hoursToExpiry, null);

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isZero();
    }

    @Test
    void what_partners_read_of_one_that_has_expired_does_not_move_before_the_end_that_they_read() {
        // Given
        alert("EXPIRED", 24, null);

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from partner_alert where sent <> date_trunc('day', sent, 'UTC')"))
                .isOne();
        assertThat(database.number(FINER_THAN_A_DAY)).isOne();
    }

    @ParameterizedTest
    @CsvSource({"OPEN, 24", "DELIVERED, 24", "ACKNOWLEDGED, 24", "RESOLVED, 24", "OPEN, -1"})
    void times_of_what_runs_stay(String state, int hoursToExpiry) {
        // Given
        alert(state, hoursToExpiry, null);

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isEqualTo(4);
    }

    @Test
    void times_stay_while_somebody_is_still_to_be_told() {
        // Given
        alert("CANCELLED", 24, clock.instant().plusSeconds(600));

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "EXPIRED"})
    void nobody_is_told_any_more_of_what_is_over_whether_they_confirmed_it_or_not(String state) {
        // Given
        alert(state, -1, clock.instant().plusSeconds(600));

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, -1, 1, a server that was away for its day is told when it comes back",
        "false, 0, -4300, 1, however late",
        "false, 0, -4330, 0, until the alert is forgotten",
        "false, 1, -1, 0, one that has it needs it no longer than a day",
        "true, 0, -1, 0, a drill needs none"
    })
    void the_end_of_an_alert_is_owed_to_all_who_were_told_of_it_and_tells_no_time(
            boolean drill, int delivered, int hoursToExpiry, int left, String why) {
        // Given a message that is due, and that nobody takes to a partner now
        database.holdEdge(clock.instant().plusSeconds(3600));
        alert("CANCELLED", hoursToExpiry, clock.instant().minusSeconds(600));
        database.execute("update partner_alert set message_type = 'CANCEL', delivered_seq = ?", delivered);
        database.execute("update alert set exercise = ?", drill);

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .as(why)
                .isEqualTo(left);
        assertThat(database.number(FINER_THAN_A_DAY)).isEqualTo(left);
        assertThat(database.number(
                        "select count(*) from partner_alert where next_try <> date_trunc('day', next_try, 'UTC')"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1"})
    void of_a_flood_that_nobody_confirmed_the_end_is_owed_to_a_partner_that_answered(int answered, int left) {
        // Given
        database.holdEdge(clock.instant().plusSeconds(3600));
        alert("CANCELLED", -1, clock.instant().minusSeconds(600));
        database.execute("update partner_alert set message_type = 'CANCEL', seq = 2, answered_seq = ?", answered);
        database.execute("update alert set basis = 'SOURCE_ASSERTED', flood = true");

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .isEqualTo(left);
    }

    @Test
    void what_a_partner_reads_of_one_that_is_over_does_not_move_before_the_end_that_it_reads() {
        // Given one who was told later than others
        alert("EXPIRED", -1, null);
        database.execute(
                "update partner_alert set sent = ?",
                Timestamp.from(clock.instant().minusSeconds(23 * 3600)));

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isOne();

        // When
        clock.advance(Duration.ofHours(1));
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isZero();
    }

    @Test
    void a_claim_that_is_over_becomes_a_day_and_one_that_holds_stays() {
        // Given
        alert("EXPIRED", -1, null);
        alert("EXPIRED", -1, null);
        claimed("number = 1", clock.instant().minusSeconds(1));
        claimed("number = 2", clock.instant().plusSeconds(1));

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number(FINER_THAN_A_DAY)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "true, CANCELLED, -25, 0",
        "true, EXPIRED, -1, 0",
        "true, CANCELLED, 24, 1",
        "true, OPEN, -1, 1",
        "false, CANCELLED, -4290, 1",
        "false, CANCELLED, -4345, 0",
        "false, EXPIRED, -4345, 0",
        "false, OPEN, -4345, 1"
    })
    void an_alert_goes_half_a_year_after_its_end_and_a_canary_tips_at_its_end(
            boolean canaryTip, String state, int hoursToExpiry, int left) {
        // Given
        UUID other = alert("OPEN", 24, null);
        alert(state, hoursToExpiry, null);
        database.execute("update alert set canary_tip = ? where id <> ?", canaryTip, other);
        database.execute("update evidence set day = date '2026-11-24' - 181");
        database.execute("truncate consent");
        database.execute(
                "insert into consent (alert_id, alert, details) select id, false, false from alert where id <> ?",
                other);

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from alert where id <> ?", other))
                .isEqualTo(left);
        assertThat(database.number("select count(*) from partner_alert where alert_id <> ?", other))
                .isEqualTo(left);
        assertThat(database.number("select count(*) from alert where id = ?", other))
                .isEqualTo(1);
        assertThat(database.number("select count(*) from evidence"))
                .as("what partners signed of it goes with it")
                .isEqualTo(1 + left);
        assertThat(database.number("select count(*) from consent"))
                .as("what the source of a real alert withdrew stays")
                .isEqualTo(canaryTip ? left : 1);
    }

    /** To the service it is the same whether the clock has leapt by so much or it was off for as long. */
    @ParameterizedTest
    @CsvSource({"2026-05-08", "2026-11-04"})
    void what_only_a_leap_of_the_clock_made_old_stays_until_that_date_has_stood_for_three_days(String lastTrusted) {
        // Given
        alert("CANCELLED", -4345, null);
        database.execute("update evidence set day = date '2026-11-24' - 181");
        trusted(lastTrusted);
        look();

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from alert")).isOne();
        database.execute("truncate attempt, partner_alert");
        coarsening.fade().await().atMost(Duration.ofSeconds(20));
        assertThat(database.number("select count(*) from evidence"))
                .as("evidence of what is gone")
                .isOne();
        assertThat(alarm()).isEqualTo(1);
        database.execute("update trusted_day set waited = 431");
        look();
        coarsening.fade().await().atMost(Duration.ofSeconds(20));
        assertThat(database.number("select count(*) from alert")).isZero();
        assertThat(database.number("select count(*) from evidence")).isZero();
        assertThat(alarm()).isZero();
    }

    @Test
    void a_clock_that_comes_back_ends_it_with_nothing_lost() {
        // Given
        alert("CANCELLED", -4345 + 200 * 24, null);
        clock.advance(Duration.ofDays(200));
        look();
        coarsening.fade().await().atMost(Duration.ofSeconds(20));
        assertThat(alarm()).isEqualTo(1);

        // When
        clock.reset();
        look();

        // Then
        assertThat(alarm()).isZero();
        assertThat(database.number("select count(*) from alert")).isOne();
    }

    private void trusted(String day) {
        database.execute("update trusted_day set day = cast(? as date), ran = 0, jumped_to = null, waited = 0", day);
    }

    private void look() {
        trustedDay.look().await().atMost(Duration.ofSeconds(20));
    }

    private double alarm() {
        return meters.get("penah.clock.jumped").gauge().value();
    }

    @Test
    void no_lease_that_has_ended_stays() {
        // Given
        database.holdEdge(clock.instant());

        // When
        coarsening.fade().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(database.number("select count(*) from delivery_lease")).isZero();
    }

    private void claimed(String which, Instant until) {
        database.execute(
                "update partner_alert set held_until = ? where id = (select id from"
                        + " (select id, row_number() over (order by id) as number from partner_alert) numbered where "
                        + which
                        + ")",
                Timestamp.from(until));
    }

    private UUID alert(String state, int hoursToExpiry, Instant nextTry) {
        UUID alert = UUID.randomUUID();
        UUID partnerAlert = UUID.randomUUID();
        Timestamp now = Timestamp.from(clock.instant());
        database.execute(
                "insert into evidence values (?, 1, 'ALERT', 0, current_date, '', '', '', 'whpk_')", partnerAlert);
        database.execute(
                "insert into alert values (?, 'DESK_CONFIRMED', ?, 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                alert,
                state,
                now,
                Timestamp.from(clock.instant().plus(Duration.ofHours(hoursToExpiry))));
        // No look before this test is over, but of what is resolved: its partner says the same.
        Timestamp later = Timestamp.from(clock.instant().plusSeconds(1800));
        database.execute("update alert set opened = ?, look_at = ? where id = ?", now, later, alert);
        database.execute(
                "insert into partner_alert select ?, ?, id, ?, date_trunc('minute', ?::timestamptz), 1,"
                        + " gen_random_uuid(), 'ALERT', ?::timestamptz, 1, 1, ?::timestamptz"
                        + " from partner where name = 'safe-house'",
                partnerAlert,
                alert,
                state.equals("RESOLVED") ? "RESOLVED" : "DELIVERED",
                now,
                // They were told as it began.
                Timestamp.from(clock.instant().plus(Duration.ofHours(Math.min(0, hoursToExpiry - 24)))),
                nextTry == null ? null : Timestamp.from(nextTry));
        database.execute(
                "insert into attempt values (?, 1, 1, 'ACCEPTED', 204, date_trunc('minute', ?::timestamptz))",
                partnerAlert,
                now);
        return alert;
    }
}

package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.PartnerDecided;

/** One row that cannot be read, or that somebody keeps locked, and all others. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class StuckAlertTest {

    private static final String WORDS = "alert_threat_who_check";

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    ExtraPartners extras;

    @Inject
    MeterRegistry meters;

    @ConfigProperty(name = "test.database")
    String url;

    private final UUID bad = UUID.randomUUID();
    private final UUID good = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    /** safe-house is told first, night-desk if nobody there answers; a row may have a word of a newer version. */
    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts("stuck_alert", "standing_down");
        database.execute("alter table alert drop constraint " + WORDS);
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ?, tier = 2 where name = 'night-desk'", nightDesk.url());
    }

    @AfterEach
    void stop() {
        database.forgetAlerts("stuck_alert", "standing_down");
        database.execute("alter table alert add constraint " + WORDS
                + " check (threat_who in ('ME', 'SOMEONE_ELSE', 'UNSPECIFIED')) not valid");
        extras.remove("extra-");
        database.execute("update partner set tier = 1, hours = '', fault = null");
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void an_alert_that_cannot_be_read_stops_no_other_and_goes_on_once_it_can() {
        // Given
        broker.confirm(bad);
        await().until(() -> told(bad) == 1);
        broker.confirm(good);
        await().until(() -> told(good) == 1);
        database.execute("update alert set threat_who = 'NEWER' where id = ?", bad);

        // When nobody answers for five minutes
        clock.advance(Duration.ofSeconds(301));

        // Then
        await().until(() -> told(good) == 2);
        await().until(() -> stuck() == 1);
        assertThat(told(bad)).isEqualTo(1);

        // When
        database.execute("update alert set threat_who = 'ME' where id = ?", bad);
        clock.advance(Duration.ofSeconds(10));

        // Then
        await().until(() -> told(bad) == 2);
        clock.advance(Duration.ofSeconds(11));
        await().until(() -> stuck() == 0);
    }

    @Test
    void an_alert_that_somebody_keeps_locked_stops_no_other() throws SQLException {
        // Given
        broker.confirm(bad);
        await().until(() -> told(bad) == 1);
        broker.confirm(good);
        await().until(() -> told(good) == 1);
        try (Connection dead = DriverManager.getConnection(url)) {
            dead.setAutoCommit(false);
            dead.createStatement().execute("select from alert where id = '" + bad + "' for update");

            // When
            clock.advance(Duration.ofSeconds(301));

            // Then
            await().until(() -> told(good) == 2);
            await().until(() -> stuck() == 1);
            dead.rollback();
        }

        // When the clock was set back meanwhile, by an hour
        database.execute("update stuck_alert set until = until + interval '1 hour'");

        // Then
        await().until(() -> told(bad) == 2);
    }

    @Test
    void those_that_fail_are_not_always_the_first() {
        // Given more than one look takes, the longest due
        database.execute("""
                insert into alert (id, basis, state, revision, threat_who, threat_when, details_consent, languages,
                    acknowledge_by, expires, opened, look_at)
                select gen_random_uuid(), 'DESK_CONFIRMED', 'OPEN', 1, 'NEWER', 'HOURS', false, 'en',
                    '2026-11-24Z', ?, ?, ? from generate_series(1, 600)""", time(Duration.ofDays(1)), time(Duration.ZERO), time(Duration.ZERO));
        broker.confirm(good);
        await().until(() -> told(good) == 1);

        // When
        clock.advance(Duration.ofSeconds(301));

        // Then
        await().until(() -> told(good) == 2);
    }

    @Test
    void a_partner_is_ended_although_one_of_its_alerts_cannot_be_read() {
        // Given
        extras.add("extra-1", nightDesk.url(), 1, ExtraPartners.Keys.fresh(), null);
        broker.confirm(bad);
        await().until(() -> told(bad) == 2);
        broker.confirm(good);
        await().until(() -> told(good) == 2);
        database.execute("update alert set threat_who = 'NEWER' where id = ?", bad);

        // When
        PartnerDecided.Profile profile = new PartnerDecided.Profile(1, List.of("en"), List.of(), null);
        broker.send("/triage", PartnerDecided.TYPE, new PartnerDecided("extra-1", 1, true, null, profile));

        // Then
        await().until(() ->
                database.number("select count(*) from partner where name = 'extra-1' and admission = 'DISABLED'") == 1);
        await().until(() ->
                broker.latest(good).partners().stream().anyMatch(one -> one.state() == PartnerAlertState.RELEASED));
        await().until(() -> stuck() == 1);

        // When
        database.execute("update alert set threat_who = 'ME' where id = ?", bad);
        clock.advance(Duration.ofSeconds(10));

        // Then
        await().until(() ->
                broker.latest(bad).partners().stream().anyMatch(one -> one.state() == PartnerAlertState.RELEASED));
    }

    @Test
    void a_partner_whose_hours_cannot_be_read_is_told_and_so_are_others() {
        // Given
        database.execute("update partner set hours = 'Atlantis/Poseidonis;mon 09:00-17:00' where name = 'safe-house'");

        // When
        broker.confirm(good);

        // Then
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> nightDesk.received().size() == 1);
        assertThat(meters.get("penah.partners.unreadable").gauge().value()).isEqualTo(1);

        // When
        database.execute("update partner set hours = '' where name = 'safe-house'");
        broker.confirm(UUID.randomUUID());

        // Then
        await().until(() -> meters.get("penah.partners.unreadable").gauge().value() == 0);
    }

    @Test
    void a_partner_with_a_word_that_we_do_not_know_keeps_no_alert_from_others() {
        // Given
        extras.add("extra-1", nightDesk.url(), 1, ExtraPartners.Keys.fresh(), null);
        database.execute("update partner set fault = 'NEWER' where name = 'extra-1'");

        // When
        broker.confirm(good);

        // Then
        await().until(() -> safeHouse.received().size() == 1);
    }

    private java.sql.Timestamp time(Duration later) {
        return java.sql.Timestamp.from(clock.instant().plus(later));
    }

    /** Whom the clock of an alert has come to; whether they were reached does not matter here. */
    private long told(UUID alertId) {
        return database.number("select count(*) from partner_alert where alert_id = ?", alertId);
    }

    private double stuck() {
        return meters.get("penah.alerts.stuck").gauge().value();
    }
}

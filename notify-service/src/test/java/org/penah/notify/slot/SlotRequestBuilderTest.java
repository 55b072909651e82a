package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.MessageType;
import org.penah.notify.alert.SettledAlerts;
import org.penah.notify.delivery.OpenAlert;

/** An alert that is taken back while a parcel is packed, for a partner whom nobody else tells of it meanwhile. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class SlotRequestBuilderTest {

    private static final String TAKE_BACK =
            "with over as (update alert set state = 'CANCELLED') update partner_alert set next_try = null, attempts = 0";

    @Inject
    SlotRequestBuilder requests;

    @Inject
    Alerts alerts;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Pool pool;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.database")
    String url;

    @BeforeEach
    void start() {
        database.forgetAlerts();
        clock.reset();
        database.holdEdge(clock.instant().plusSeconds(86400));
        alert();
    }

    private void alert() {
        // Finer times may not leave.
        Instant rounded = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 300 * 300);
        Timestamp now = Timestamp.from(rounded);
        Timestamp tomorrow = Timestamp.from(rounded.plusSeconds(86400));
        UUID alertId = UUID.randomUUID();
        database.execute(
                "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                alertId,
                now,
                tomorrow);
        database.execute(
                "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                        + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0, ?::timestamptz"
                        + " from partner where name = 'safe-house'",
                alertId,
                now,
                now,
                now);
    }

    @AfterEach
    void stop() {
        database.execute("truncate alert, partner_alert, attempt");
        database.execute("delete from delivery_lease");
    }

    @Test
    void what_is_taken_back_just_now_does_not_leave_and_holds_up_nothing() throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            // Given
            connection.setAutoCommit(false);
            statement.execute(TAKE_BACK);

            // When
            SlotRequest packed = pack();

            // Then
            assertThat(packed.told()).isEmpty();
            connection.commit();
        }
        assertThat(pack().told()).isEmpty();
    }

    @Test
    void an_alert_that_somebody_keeps_locked_keeps_no_other_from_its_slot() throws Exception {
        // Given
        UUID locked = pack().told().get(0).partnerAlertId();
        alert();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from partner_alert where id = '" + locked + "' for update");

            // Then: the service may look at the other one just now, and it comes in the next slot
            await().untilAsserted(() -> assertThat(pack().told())
                    .extracting(OpenAlert::partnerAlertId)
                    .hasSize(1)
                    .doesNotContain(locked));
            connection.rollback();
        }
        assertThat(pack().told()).hasSize(2);
    }

    @Test
    void what_the_edge_has_marked_as_a_flood_comes_after_all_others_and_is_quiet() {
        // Given
        database.execute("update alert set basis = 'SOURCE_ASSERTED', flood = true");
        for (int junk = 0; junk < 3; junk++) {
            alert();
            database.execute("update alert set basis = 'SOURCE_ASSERTED', flood = true");
        }
        alert();
        database.execute(
                "update alert set basis = 'SOURCE_ASSERTED', acknowledge_by = acknowledge_by + interval '1 hour'"
                        + " where not flood");

        // When
        SlotRequest packed = pack();

        // Then
        assertThat(packed.told())
                .extracting(told -> told.message().quiet())
                .containsExactly(false, true, true, true, true);
        assertThat(packed.told())
                .extracting(told -> told.flood() != null)
                .containsExactly(false, true, true, true, true);
    }

    @Test
    void one_who_took_it_after_its_end_hears_of_the_end() {
        // Given
        OpenAlert told = pack().told().get(0);
        database.execute(TAKE_BACK);

        // When
        run(() -> sessions.withTransaction(session -> alerts.delivered(
                session,
                told.alertId(),
                Map.of(told.partnerAlertId(), told.message().seq()),
                Instant.MIN)));

        // Then
        assertThat(
                        database.number(
                                "select count(*) from partner_alert where message_type = 'CANCEL' and next_try is not null and seq = 2"))
                .isEqualTo(1);
    }

    @Test
    void a_partner_that_comes_back_days_after_the_end_hears_of_it_and_then_reads_it_for_a_day() {
        // Given
        cancelledFourDaysAgo();
        coarsening();

        // When
        OpenAlert told = pack().told().get(0);
        run(() -> sessions.withTransaction(
                session -> alerts.delivered(session, told.alertId(), Map.of(told.partnerAlertId(), 2), Instant.MIN)));
        coarsening();

        // Then it is said once more, as of now: they have a day, though its own would have ended
        OpenAlert again = pack().told().get(0);
        assertThat(again.message().seq()).isEqualTo(3);
        assertThat(again.message().expires()).isAfter(clock.instant().plusSeconds(23 * 3600));

        // When
        run(() -> sessions.withTransaction(
                session -> alerts.delivered(session, told.alertId(), Map.of(told.partnerAlertId(), 3), Instant.MIN)));
        clock.advance(Duration.ofHours(23));
        coarsening();
        assertThat(pack().told()).hasSize(1);
        clock.advance(Duration.ofHours(2));
        coarsening();

        // Then
        assertThat(pack().told()).isEmpty();
    }

    @Test
    void what_is_owed_comes_after_new_danger_and_is_not_counted_each_time() {
        // Given
        cancelledFourDaysAgo();
        coarsening();
        alert();

        // When
        SlotRequest packed = pack();
        pack();

        // Then
        assertThat(packed.told())
                .extracting(told -> told.message().type())
                .containsExactly(MessageType.ALERT, MessageType.CANCEL);
        assertThat(database.number("select attempts from partner_alert where message_type = 'CANCEL'"))
                .isEqualTo(3);
    }

    @Test
    void what_is_said_at_midnight_is_no_end_that_is_owed() {
        // Given
        database.execute("update partner_alert set delivered_seq = 1, attempts = 1");
        alert();
        database.execute("update partner_alert set sent = date_trunc('day', sent, 'UTC'),"
                + " next_try = date_trunc('day', next_try, 'UTC') where delivered_seq = 0");

        // Then what their server has not taken comes first
        assertThat(pack().told()).extracting(OpenAlert::isNew).containsExactly(true, false);
    }

    @Test
    void a_partner_that_the_desk_has_ended_is_owed_nothing() {
        // Given
        cancelledFourDaysAgo();
        coarsening();
        UUID alertId = pack().told().get(0).alertId();

        // When
        database.execute(
                "insert into standing_down (alert_id, partner_id) select alert_id, partner_id from partner_alert");
        await().until(() ->
                database.number("select count(*) from standing_down where alert_id = '%s'".formatted(alertId)) == 0);

        // Then
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .isZero();
    }

    @Test
    void what_has_expired_is_no_flood_any_more() {
        // Given
        for (int junk = 0; junk < 6; junk++) {
            alert();
        }
        database.execute("update alert set basis = 'SOURCE_ASSERTED', flood = true, state = 'EXPIRED'");
        database.execute("update partner_alert set attempts = 1, next_try = null");
        alert();

        // Then
        SlotRequest packed = pack();
        assertThat(packed.told()).hasSize(8).allMatch(told -> told.flood() == null);
        assertThat(packed.told().get(0).isDue()).as("what is over comes last").isTrue();
    }

    private void cancelledFourDaysAgo() {
        database.execute("update alert set state = 'CANCELLED', expires = expires - interval '4 days'");
        database.execute("update partner_alert set message_type = 'CANCEL', attempts = 3, seq = 2,"
                + " sent = sent - interval '4 days', next_try = next_try - interval '4 days'");
    }

    private void coarsening() {
        run(() -> pool.withTransaction(connection -> SettledAlerts.endTries(connection, clock.instant())
                .chain(() -> SettledAlerts.coarsen(connection, clock.instant()))));
    }

    /** If it went with the alert's own end, they would see that others were told before them. */
    @ParameterizedTest
    @CsvSource({
        "EXPIRED, DELIVERED, 1, 23, 1",
        "EXPIRED, DELIVERED, 1, 25, 0",
        "EXPIRED, DELIVERED, 0, 23, 0",
        "RESOLVED, RESOLVED, 1, 23, 1",
        "RESOLVED, RESOLVED, 1, 25, 0",
        "RESOLVED, DELIVERED, 1, 25, 1"
    })
    void what_ended_by_itself_goes_at_the_end_that_the_partner_reads(
            String state, String theirs, int attempts, int toldHoursAgo, int read) {
        // Given
        database.execute("update alert set state = ?, expires = expires - interval '25 hours'", state);
        database.execute(
                "update partner_alert set state = ?, attempts = ?, next_try = null, sent = sent - make_interval(hours => ?)",
                theirs,
                attempts,
                toldHoursAgo);

        // Then
        assertThat(pack().told()).hasSize(read);
    }

    private SlotRequest pack() {
        return run(() -> pool.query("select id from partner where name = 'safe-house'")
                .execute()
                .chain(rows -> requests.pack(rows.iterator().next().getUUID("id"))));
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}

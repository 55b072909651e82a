package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.event.AlertState;

/** What the service does at its start with alerts that were there before. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class StartupBackfillTest {

    private static final int FLOOD = 300;

    @Inject
    StartupBackfill backfill;

    @Inject
    Escalator escalator;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    Broker broker;

    @BeforeEach
    void start() {
        database.execute("truncate alert, partner_alert, attempt, stuck_alert");
        database.execute("alter table alert drop constraint alert_threat_who_check");
        clock.reset();
    }

    @AfterEach
    void stop() {
        database.forgetAlerts("stuck_alert");
        database.execute("alter table alert add constraint alert_threat_who_check"
                + " check (threat_who in ('ME', 'SOMEONE_ELSE', 'UNSPECIFIED')) not valid");
    }

    @Test
    void an_alert_that_cannot_be_read_keeps_the_service_from_nothing() throws Throwable {
        // Given
        UUID bad = opened("NEWER");
        UUID good = opened("ME");

        // When
        backfill.start(new StartupEvent());

        // Then
        await().until(() -> database.number("select count(*) from partner_alert where alert_id = ?", good) > 0);
        await().until(() -> database.number("select count(*) from stuck_alert where alert_id = ?", bad) == 1);
    }

    @Test
    void what_a_flood_left_is_looked_at_once_beats_have_begun() throws Throwable {
        // Given
        for (int i = 0; i < FLOOD; i++) {
            opened("ME");
        }

        // When
        backfill.start(new StartupEvent());
        long lookedAt = database.number("select count(distinct alert_id) from partner_alert");

        // Then
        assertThat(lookedAt).isLessThan(FLOOD);
        await().until(() -> database.number("select count(distinct alert_id) from partner_alert") == FLOOD);
    }

    @Test
    void what_came_in_a_flood_is_looked_at_behind_everything_else() {
        // Given
        UUID junk = opened("ME");
        UUID real = opened("ME");
        database.execute("update alert set flood = true, basis = 'SOURCE_ASSERTED' where id = ?", junk);
        AtomicReference<List<UUID>> due = new AtomicReference<>(List.of());

        // When
        // The service may have looked at one meanwhile.
        await().until(() -> {
            database.execute("update alert set look_at = opened - case when flood then interval '1 hour' else '0' end");
            due.set(due());
            return due.get().size() == 2;
        });

        // Then
        assertThat(due.get()).containsExactly(real, junk);
    }

    @Test
    void an_alert_that_became_an_alarm_while_the_service_was_down_is_news() throws Throwable {
        // Given
        UUID alertId = opened("ME");
        database.execute("update alert set opened = opened - interval '40 minutes'");
        database.execute("""
                insert into partner_alert (id, alert_id, partner_id, state, since, seq, message_id, message_type, sent, attempts,
                    tries, delivered_seq, answered_seq)
                select gen_random_uuid(), ?, id, 'DELIVERED', '2026-11-24Z', 1, gen_random_uuid(), 'ALERT', '2026-11-24Z', 1,
                    1, 1, 0 from partner""", alertId);

        // When
        backfill.start(new StartupEvent());

        // Then
        await().until(() -> broker.desk(alertId).size() == 1);
        assertThat(broker.latest(alertId).state()).isEqualTo(AlertState.UNANSWERED);
        await().until(() -> broker.mailbox(alertId).size() == 1);
    }

    private List<UUID> due() {
        try {
            return VertxContextSupport.subscribeAndAwait(escalator::due);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    private UUID opened(String who) {
        UUID alertId = UUID.randomUUID();
        database.execute(
                """
                insert into alert (id, basis, state, revision, threat_who, threat_when, details_consent, languages,
                    acknowledge_by, expires, opened)
                values (?, 'DESK_CONFIRMED', 'OPEN', 1, ?, 'HOURS', false, 'en', ?, ?, ?)""",
                alertId,
                who,
                Timestamp.from(clock.instant()),
                Timestamp.from(clock.instant().plus(Duration.ofDays(1))),
                Timestamp.from(clock.instant()));
        return alertId;
    }
}

package org.penah.notify;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.HostileServer.Manner;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;

/**
 * Ten thousand deliveries fail again and again, because somebody wants them to; what is fresh goes to the partners that are well as if
 * they were not there.
 */
@QuarkusTest
@TestProfile(HostileTest.Slow.class)
class HostileTest {

    private static final Logger LOG = Logger.getLogger(HostileTest.class);
    private static final int STALE = 10_000;

    /** {@code penah.delivery.in-flight} less {@code first-tries}. */
    private static final int RETRY_PLACES = 48;

    /** What fits the buffers of both ends of a connection, by far; unbounded, a deadline's worth is some gigabytes. */
    private static final long BUFFERS = 32 << 20;

    /** The longest deadline that there is, so that no place comes free by itself while a test looks. */
    public static final class Slow implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    LocalServices.class, Map.of("penah.egress.deadline", "15s", "penah.slots.length", "2s")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    ExtraPartners extra;

    @ConfigProperty(name = "test.partners")
    Path partners;

    private final List<HostileServer> hostile = new ArrayList<>();
    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;

    @BeforeEach
    void start() throws IOException {
        clock.reset();
        safeHouse = new PartnerServer();
        for (Manner manner : Manner.values()) {
            hostile.add(new HostileServer(manner));
        }
        // Told last of what is fresh, so never.
        database.execute("update partner set tier = 9 where name = 'night-desk'");
    }

    @AfterEach
    void stop() throws IOException {
        database.execute("update partner set admission = 'DISABLED' where name like 'hostile%'");
        database.execute("update partner set channel = 'EDGE' where name = 'safe-house'");
        for (HostileServer server : hostile) {
            server.close();
        }
        database.forgetAlerts();
        safeHouse.close();
    }

    @Test
    void at_the_edge_a_fresh_alert_waits_for_none_of_them() {
        long before = deadlocks();
        // Given others first, and then more that hold a place than there are places
        failUntilNow("EDGE", STALE / 4, 0, add("edge-other", 3, false));
        await().until(() -> hostile.stream().allMatch(server -> server.manner().holds() || server.called() > 0));
        failUntilNow("EDGE", STALE * 3 / 4, 1, add("edge-holding", 25, true));

        // When: an alert that comes as calls reach their deadline does not show whether it waited for one of them
        long millis = -1;
        for (int attempt = 1; millis < 0 && attempt <= 5; attempt++) {
            millis = millisWithoutAnEnd();
        }

        // Then nothing came free for it
        assertThat(millis).isNotNegative();
        LOG.infof("edge: a fresh alert among %d stale failures went out after %d ms; %s", stale(), millis, poured());
        assertThat(stale()).isGreaterThan(STALE / 2);
        assertThat(deadlocks()).isEqualTo(before);
        assertThat(hostile).allMatch(server -> server.most() < BUFFERS);
    }

    /** How long a fresh alert takes while all places for retries are held; -1 if one of them came free meanwhile. */
    private long millisWithoutAnEnd() {
        await().until(() -> held() == RETRY_PLACES);
        int ended = heldAndEnded();
        int received = safeHouse.received().size();
        long began = System.nanoTime();
        broker.confirm(UUID.randomUUID(), "145");
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> safeHouse.received().size() > received);
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        return heldAndEnded() == ended ? millis : -1;
    }

    @Test
    void in_slots_the_next_beat_but_one_holds_a_fresh_alert() throws Exception {
        // Given
        failUntilNow("SLOTS", STALE / 4, 0, add("slots-other", 3, false));
        failUntilNow("SLOTS", STALE * 3 / 4, 1, add("slots-holding", 3, true));
        await().until(() -> hostile.stream().allMatch(server -> server.called() >= 6));
        await().until(() -> safeHouse.received().size() >= 2);

        // When
        broker.confirm(alertId, "145");
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> database.number("select count(*) from partner_alert where alert_id = ?", alertId) > 0);
        int before = safeHouse.received().size();
        long began = System.nanoTime();
        await().until(() -> holding(before) > 0);

        // Then the first after may have been packed a moment earlier
        assertThat(holding(before)).isLessThanOrEqualTo(2);
        LOG.infof(
                "slots: a fresh alert among %d stale failures went out after %d ms in slots of 2 s; %s",
                stale(), Duration.ofNanos(System.nanoTime() - began).toMillis(), poured());
        assertThat(hostile).allMatch(server -> server.most() < BUFFERS);
    }

    /** Adds partners, so many for each server; answers how their names begin. */
    private String add(String group, int count, boolean holds) {
        String prefix = "hostile-" + group;
        for (HostileServer server : hostile) {
            for (int i = 0; i < count && server.manner().holds() == holds; i++) {
                String name = prefix + "-" + hostile.indexOf(server) + "-" + i;
                extra.add(name, server.url(), 1, ExtraPartners.Keys.fresh(), null);
                database.execute("update partner set fault = 'UNREACHABLE' where name = ?", name);
            }
        }
        return prefix;
    }

    /**
     * Makes alerts that the night desk has answered and one other could not be told of, however often it was tried.
     *
     * @param hours how long it is overdue, at least: what is so for longer comes first
     */
    private void failUntilNow(String channel, int count, int hours, String prefix) {
        // On the full five minutes, as everything that leaves.
        Timestamp now = Timestamp.from(PinnedClock.START.truncatedTo(ChronoUnit.HOURS));
        Timestamp later = Timestamp.from(now.toInstant().plus(Duration.ofHours(20)));
        database.execute(
                "update partner set channel = ?, url = case name when 'safe-house' then ? else url end"
                        + " where name = 'safe-house' or name like ?",
                channel,
                safeHouse.url(),
                prefix + "%");
        database.execute("""
                insert into alert (id, basis, state, revision, threat_who, threat_when, details_consent, languages,
                    acknowledge_by, expires)
                select gen_random_uuid(), 'DESK_CONFIRMED', 'ACKNOWLEDGED', 9, 'ME', 'HOURS', false, 'en', ?, ?
                from generate_series(1, ?)""", later, later, count);
        database.execute("""
                with stale as (
                    select id, row_number() over () as number from alert
                    where not exists (select from partner_alert where alert_id = alert.id)), hostile as (
                    select id, row_number() over () - 1 as number, count(*) over () as count from partner
                    where name like ?)
                insert into partner_alert (id, alert_id, partner_id, state, since, seq, message_id, message_type, sent, attempts,
                    tries, next_try)
                select gen_random_uuid(), stale.id, hostile.id, 'PENDING', ?::timestamptz, 1, gen_random_uuid(), 'ALERT',
                    ?::timestamptz, 8, 8, ?::timestamptz - (? + random()) * interval '1 hour'
                from stale join hostile on hostile.number = stale.number % hostile.count
                union all
                select gen_random_uuid(), stale.id, p.id, 'ACKNOWLEDGED', ?::timestamptz, 1, gen_random_uuid(), 'ALERT',
                    ?::timestamptz, 1, 1, null
                from stale, partner p where p.name = 'night-desk'""", prefix + "%", now, now, now, hours, now, now);
    }

    /** How many calls of ours are held now. */
    private int held() {
        return hostile.stream()
                .filter(server -> server.manner().holds())
                .mapToInt(server -> server.called() - server.ended())
                .sum();
    }

    private int heldAndEnded() {
        return hostile.stream()
                .filter(server -> server.manner().holds())
                .mapToInt(HostileServer::ended)
                .sum();
    }

    private long deadlocks() {
        return database.number("select deadlocks from pg_stat_database where datname = 'notify'");
    }

    private long stale() {
        return database.number(
                "select count(*) from partner_alert where alert_id <> ? and next_try is not null and delivered_seq = 0",
                alertId);
    }

    private String poured() {
        return hostile.stream()
                .filter(server -> server.most() > 0)
                .map(server -> server.manner() + " could send " + (server.most() >> 10) + " KiB")
                .collect(joining(", "));
    }

    private static boolean isUnanswered(Alert alert) {
        return alert.answered() == null || alert.answered() == 0;
    }

    /** Which beat after those before holds an alert, counted from 1 and without those that say that we could not look. */
    private int holding(int before) throws IOException {
        Home home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        int beats = 0;
        for (PartnerServer.Received request :
                safeHouse.received().subList(before, safeHouse.received().size())) {
            Delivery delivery = Delivery.open(request.body(), home.identity());
            beats += delivery.trouble() ? 0 : 1;
            if (delivery.alerts().stream().anyMatch(HostileTest::isUnanswered)) {
                return beats;
            }
        }
        return 0;
    }
}

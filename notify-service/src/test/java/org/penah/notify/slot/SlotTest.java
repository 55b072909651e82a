package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.ExtraPartners;
import org.penah.notify.LocalServices;
import org.penah.notify.PartnerServer;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertDecided.Decision;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.ChannelFault;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.testbed.disk.SmallDisk;

/** A partner with slots, which runs partner-kit's own receiver, and somebody on the line between. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class SlotTest {

    /** As many as the service may open. */
    private static final int CONNECTIONS = 20;

    private static final Duration SLOT = Duration.ofMillis(400);

    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, "145");
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Inject
    PinnedClock clock;

    @Inject
    ExtraPartners extras;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @TempDir
    Path folder;

    private final UUID alertId = UUID.randomUUID();
    private final List<Alert> arrivals = new CopyOnWriteArrayList<>();
    private Home home;
    private Inbox inbox;
    private Receiver receiver;
    private TapProxy line;

    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        inbox = new Inbox(folder.resolve("inbox"));
        receiver = Receivers.start(home, inbox, 0, arrivals::add, clock);
        line = new TapProxy(receiver.port());
        database.execute("update partner set url = 'https://partner.invalid/' where name = 'night-desk'");
        slots("http://127.0.0.1:" + line.port() + "/alerts");
        await().until(() -> line.seen().size() >= 2);
    }

    private void slots(String url) {
        database.execute("update partner set url = ?, channel = 'SLOTS' where name = 'safe-house'", url);
    }

    @AfterEach
    void stop() throws Exception {
        database.execute(
                "update partner set channel = 'EDGE', silent_since = null, url = 'https://partner.invalid/' where name = 'safe-house'");
        database.endSlots();
        receiver.close();
        line.close();
    }

    @Test
    void a_beat_holds_its_alerts_while_every_other_connection_hangs() {
        // Given
        List<CompletableFuture<SqlConnection>> hanging = IntStream.range(0, 2 * CONNECTIONS)
                .mapToObj(each ->
                        pool.getConnection().subscribeAsCompletionStage().toCompletableFuture())
                .toList();
        try {
            await().until(() ->
                    hanging.stream().filter(CompletableFuture::isDone).count() >= CONNECTIONS / 2);
            Instant rounded = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 300 * 300);
            database.execute(
                    "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', null, false, 'en', ?, ?)",
                    alertId,
                    Timestamp.from(rounded),
                    Timestamp.from(rounded.plusSeconds(86400)));
            database.execute(
                    "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING',"
                            + " date_trunc('minute', ?::timestamptz), 1, gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0,"
                            + " ?::timestamptz from partner where name = 'safe-house'",
                    alertId,
                    Timestamp.from(rounded),
                    Timestamp.from(rounded),
                    Timestamp.from(rounded));

            // Then
            await().until(() -> !arrivals.isEmpty());
            assertThat(meters.get("penah.slots.trouble").gauge().value()).isZero();
        } finally {
            // Each that is given back serves the next.
            hanging.forEach(connection -> connection.join().closeAndForget());
        }
    }

    /** A page of a proxy, or somebody who has taken the name over: no answer of theirs ends the beats either. */
    @ParameterizedTest
    @CsvSource({"200, UNSIGNED", "410, REFUSES"})
    void what_nobody_has_signed_is_no_beat_that_was_taken_and_the_beats_go_on(int status, ChannelFault fault)
            throws Exception {
        // Given
        try (PartnerServer stranger = new PartnerServer()) {
            stranger.answer(PartnerServer.status(status));
            slots(stranger.url());
            decide(alertId, Decision.CONFIRMED);

            // Then
            await().until(() -> faults().equals(List.of(ChannelFault.SILENT, fault)));
            assertThat(told(alertId)).isEqualTo(PartnerAlertState.PENDING);
            int beats = stranger.received().size();
            await().until(() -> stranger.received().size() > beats + 1);
        }

        // When
        slots("http://127.0.0.1:" + line.port() + "/alerts");

        // Then
        await().until(() -> told(alertId) == PartnerAlertState.DELIVERED);
        await().until(() -> faults().isEmpty());
    }

    @Test
    void one_alert_that_cannot_be_kept_as_taken_keeps_no_other_from_it() {
        // Given
        UUID bad = UUID.randomUUID();
        decide(bad, Decision.CONFIRMED);
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> database.number("select count(*) from partner_alert n join partner p on p.id = n.partner_id"
                        + " where p.name = 'safe-house' and delivered_seq = seq")
                == 2);
        database.execute("alter table alert drop constraint alert_threat_who_check");
        database.execute(
                "update alert set threat_who = 'NEWER', acknowledge_by = acknowledge_by - interval '5 minutes' where id = ?",
                bad);

        // When both say something new, and the one that cannot be read comes first
        database.execute(
                "update partner_alert n set seq = 2, message_id = gen_random_uuid(), message_type = 'UPDATE',"
                        + " next_try = ? from partner p where p.id = n.partner_id and p.name = 'safe-house'",
                java.sql.Timestamp.from(clock.instant()));

        // Then
        await().until(() -> database.number(
                        "select count(*) from partner_alert n join partner p on p.id = n.partner_id"
                                + " where p.name = 'safe-house' and alert_id = ? and delivered_seq = 2",
                        alertId)
                == 1);
        database.execute("truncate alert, partner_alert, attempt, stuck_alert");
        database.execute("alter table alert add constraint alert_threat_who_check"
                + " check (threat_who in ('ME', 'SOMEONE_ELSE', 'UNSPECIFIED')) not valid");
    }

    @Test
    void beats_come_whether_there_is_an_alert_or_not_and_look_alike() throws Exception {
        // When
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> !arrivals.isEmpty());
        int told = line.seen().size();
        await().until(() -> line.seen().size() >= told + 3);

        // Then
        List<TapProxy.Seen> seen = line.seen();
        assertThat(seen.stream().map(one -> one.sentBytes.get()).distinct()).hasSize(1);
        assertThat(seen.stream().map(one -> one.answerBytes.get()).distinct()).hasSize(1);
        assertThat(seen.get(0).delivery(home.identity()).alerts()).isEmpty();
        assertThat(seen.get(0).delivery(home.identity()).isState()).isTrue();
        await().untilAsserted(() ->
                assertThat(lastState().alerts()).extracting(Alert::msgType).containsExactly("Alert"));
        await().until(() -> latest(alertId).state() == AlertState.DELIVERED);
        assertThat(told(alertId)).isEqualTo(PartnerAlertState.DELIVERED);
        assertThat(database.number("select count(*) from partner_alert n join partner p on p.id = partner_id where"
                        + " p.name = 'safe-house' and next_try <> date_trunc('minute', next_try)"))
                .isZero();
    }

    @Test
    void an_answer_rides_in_the_response_and_the_next_state_says_that_it_is_known() throws Exception {
        // Given
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> !arrivals.isEmpty());

        // When
        Answer given = inbox.answers().give(arrivals.get(0), Action.ACKNOWLEDGE);

        // Then
        await().until(() -> latest(alertId).state() == AlertState.ACKNOWLEDGED);
        await().until(() -> inbox.answers().isKnown(given));
        assertThat(broker.mailbox(alertId)).hasSize(1);

        // When it is cancelled, and somebody there confirms that
        decide(alertId, Decision.CANCELLED);
        await().until(() -> arrivals.stream().anyMatch(alert -> alert.msgType().equals("Cancel")));
        Alert cancel = arrivals.stream()
                .filter(alert -> alert.msgType().equals("Cancel"))
                .findFirst()
                .orElseThrow();
        Answer confirmed = inbox.answers().give(cancel, Action.ACKNOWLEDGE);

        // Then
        await().until(() -> told(alertId) == PartnerAlertState.STOPPED);
        await().until(() -> inbox.answers().isKnown(confirmed));
    }

    @Test
    void a_slow_disk_makes_an_alert_a_slot_late_while_beats_keep_their_time() throws Exception {
        // Given
        database.slowDown(SLOT.dividedBy(4));
        try {
            int before = line.seen().size();

            // When
            decide(alertId, Decision.CONFIRMED);

            // Then
            await().until(() -> !arrivals.isEmpty());
            await().until(() -> slow() == 1);
            Answer given = inbox.answers().give(arrivals.get(0), Action.ACKNOWLEDGE);
            await().until(() -> inbox.answers().isKnown(given));
            await().until(() -> line.seen().size() >= before + 20);
            assertThat(medianGap(before))
                    .isBetween(
                            SLOT.multipliedBy(95).dividedBy(100),
                            SLOT.multipliedBy(105).dividedBy(100));
        } finally {
            database.speedUp();
        }
        await().until(() -> slow() == 0);
    }

    @Test
    void on_a_disk_that_is_too_slow_beats_say_so_all_the_time() throws Exception {
        // Given
        database.slowDown(SLOT.multipliedBy(3));
        try {
            // When
            decide(alertId, Decision.CONFIRMED);

            // Then
            await().during(SLOT.multipliedBy(12)).until(() -> troubled() == 1);
            assertThat(arrivals).isEmpty();
        } finally {
            database.speedUp();
        }
        await().until(() -> !arrivals.isEmpty());
        await().until(() -> troubled() == 0);
    }

    private double troubled() {
        return meters.get("penah.slots.trouble").gauge().value();
    }

    private double slow() {
        return meters.get("penah.slots.slow").gauge().value();
    }

    private Duration medianGap(int from) {
        List<TapProxy.Seen> seen = line.seen();
        long[] gaps = IntStream.range(from + 1, seen.size())
                .mapToLong(each -> seen.get(each).opened - seen.get(each - 1).opened)
                .sorted()
                .toArray();
        return Duration.ofNanos(gaps[gaps.length / 2]);
    }

    @Test
    void what_a_full_disk_does_not_keep_nobody_is_told_and_it_comes_again_while_beats_go_on() throws Exception {
        // Given
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> told(alertId) == PartnerAlertState.DELIVERED);
        try (SmallDisk small = SmallDisk.over(Files.createDirectory(folder.resolve("small")), "256k")
                .orSkip()) {
            leaveNoRoom(small);
            try {
                // When
                UUID news = UUID.randomUUID();
                Answer given = inbox.answers().give(arrivals.get(0), Action.ACKNOWLEDGE);
                decide(news, Decision.CONFIRMED);
                int beats = line.seen().size();
                await().until(() -> line.seen().size() >= beats + 5);

                // Then
                assertThat(inbox.answers().isKnown(given)).isFalse();
                assertThat(told(alertId)).isEqualTo(PartnerAlertState.DELIVERED);
                assertThat(arrivals)
                        .extracting(Alert::id)
                        .containsOnly(arrivals.get(0).id());

                // When
                giveRoom();

                // Then
                await().until(() -> inbox.answers().isKnown(given));
                await().until(() -> latest(alertId).state() == AlertState.ACKNOWLEDGED);
                await().until(() -> arrivals.stream().map(Alert::id).distinct().count() == 2);
                await().until(() -> latest(news).state() == AlertState.DELIVERED);
            } finally {
                giveRoom();
                database.execute("drop tablespace small");
            }
        }
    }

    /** A real file system without room for what people answer, and for what sources allow. */
    private void leaveNoRoom(SmallDisk small) {
        database.execute("create tablespace small location '" + small.folder() + "'");
        database.execute("alter table evidence set tablespace small");
        database.execute("alter table consent set tablespace small");
        database.execute("create table filler (word text) tablespace small");
        // A page of theirs that something began meanwhile has room for more.
        await().until(() -> {
            database.execute("truncate evidence, consent");
            // Committed one by one, for room that a failed change has taken is given back.
            assertThatThrownBy(() -> database.execute(
                            "do $$ begin loop insert into filler values ('filler'); commit; end loop; end $$"))
                    .hasStackTraceContaining("No space left on device");
            return database.number("select pg_relation_size('evidence') + pg_relation_size('consent')") == 0;
        });
    }

    private void giveRoom() {
        database.execute("drop table if exists filler");
        database.execute("alter table evidence set tablespace pg_default");
        database.execute("alter table consent set tablespace pg_default");
    }

    @Test
    void a_claim_rides_in_the_response_and_the_state_says_how_long_it_holds() throws Exception {
        // Given
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> !arrivals.isEmpty());

        // When
        Answer claim = inbox.answers().give(arrivals.get(0), Action.CLAIM);

        // Then
        await().until(() -> latest(alertId).state() == AlertState.CLAIMED);
        await().until(() -> inbox.answers().isKnown(claim));
        await().until(() -> first().map(Alert::heard).equals(Optional.of(1)));
        Optional<Instant> until = Optional.of(Instant.parse("2026-11-24T11:00:00Z"));
        await().until(() -> first().map(Alert::heldUntil).equals(until));
    }

    @Test
    void a_flood_is_one_state_with_a_count_and_what_the_desk_confirms_comes_first() throws Exception {
        // Given
        for (int i = 0; i < 30; i++) {
            broker.send(
                    "/intake",
                    AlertAsserted.TYPE,
                    new AlertAsserted(
                            UUID.randomUUID(), THREAT, new Consents(false), List.of("en"), DUE, null, null, null));
        }
        await().until(() -> lastState().flood() == 30);
        assertThat(lastState().alerts()).hasSizeLessThan(15).allMatch(alert -> alert.flood() == 30);

        // When
        decide(alertId, Decision.CONFIRMED);

        // Then
        await().until(() -> first().map(Alert::basis).equals(Optional.of("desk-confirmed")));
        await().untilAsserted(() -> {
            Delivery state = lastState();
            assertThat(state.flood()).isEqualTo(30);
            assertThat(state.alerts()).isNotEmpty();
            assertThat(state.alerts().get(0).flood()).isNull();
            assertThat(state.waiting()).isEqualTo(31 - state.alerts().size());
        });
    }

    @Test
    void what_the_desk_sets_aside_comes_last_and_wakes_nobody_until_it_is_put_back() throws Exception {
        // Given
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, new Consents(true), List.of("en"), DUE, null, null, null));
        await().until(() -> first().isPresent());

        // When
        decide(alertId, Decision.SET_ASIDE);

        // Then
        await().until(() -> first().map(SlotTest::isQuiet).equals(Optional.of(true)));
        await().until(() ->
                database.number("select count(*) from alert where basis = 'SOURCE_ASSERTED' and state = 'DELIVERED'")
                        == 1);

        // When
        decide(alertId, Decision.PUT_BACK);

        // Then
        await().until(() -> first().map(SlotTest::isQuiet).equals(Optional.of(false)));
    }

    @Test
    void what_is_set_aside_before_it_came_is_as_unconfirmed_as_any() throws Exception {
        // When
        decide(alertId, Decision.SET_ASIDE);
        await().until(() ->
                database.number("select count(*) from alert where basis = 'SOURCE_ASSERTED' and flood") == 1);
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, new Consents(true), List.of("en"), DUE, null, null, null));

        // Then
        await().until(() -> first().map(SlotTest::isQuiet).equals(Optional.of(true)));
    }

    @Test
    void what_does_not_fit_comes_in_the_slots_behind() {
        // Given
        List<UUID> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(UUID.randomUUID());
            decide(many.get(i), Decision.CONFIRMED);
        }

        // Then
        await().until(() -> arrivals.stream().map(Alert::id).distinct().count() == 12);
        many.forEach(id -> await().until(() -> told(id) == PartnerAlertState.DELIVERED));
    }

    @Test
    void more_answers_than_fit_all_arrive_and_are_all_known() throws Exception {
        // Given
        for (int i = 0; i < 40; i++) {
            decide(UUID.randomUUID(), Decision.CONFIRMED);
        }
        await().until(() -> arrivals.stream().map(Alert::id).distinct().count() == 40);

        // When
        for (Alert alert : arrivals.stream()
                .collect(Collectors.toMap(Alert::id, each -> each, (one, again) -> one))
                .values()) {
            inbox.answers().give(alert, Action.ACKNOWLEDGE);
        }

        // Then
        await().until(() -> database.number("select count(*) from alert where state = 'ACKNOWLEDGED'") == 40);
        await().until(() -> inbox.answers().waiting().isEmpty());
    }

    @Test
    void a_partner_that_is_down_hears_all_of_it_in_the_first_beat_that_arrives() throws Exception {
        // Given
        try (PartnerServer refusing = new PartnerServer()) {
            refusing.answer(PartnerServer.status(503));
            slots(refusing.url());
            decide(alertId, Decision.CONFIRMED);
            await().until(() -> database.number("select missed_beats from slot_lease") == 3);
            assertThat(told(alertId)).isEqualTo(PartnerAlertState.PENDING);
            await().until(() -> faults().equals(List.of(ChannelFault.SILENT, ChannelFault.REFUSES)));
            await().until(() -> meters.get("penah.partners.silent").gauge().value() == 1);
        }

        // When
        slots("http://127.0.0.1:" + line.port() + "/alerts");

        // Then
        await().until(() -> told(alertId) == PartnerAlertState.DELIVERED);
        await().until(() -> database.number("select missed_beats from slot_lease") == 0);
        await().until(() -> faults().isEmpty());
        await().until(() -> meters.get("penah.partners.silent").gauge().value() == 0);
    }

    private List<ChannelFault> faults() {
        return broker.partner("safe-house").map(PartnerChanged::faults).orElse(List.of());
    }

    @Test
    void the_beat_goes_on_and_says_so_while_we_cannot_look() throws Exception {
        // When
        database.execute("revoke select on alert from notify");
        try {
            await().until(() -> lastState().trouble());

            // Then
            assertThat(lastState().alerts()).isEmpty();
            assertThat(line.seen().stream().map(one -> one.sentBytes.get()).distinct())
                    .hasSize(1);
        } finally {
            database.execute("grant select on alert to notify");
        }
        await().until(() -> !lastState().trouble());
    }

    @Test
    void a_partner_whose_keys_cannot_be_read_is_silent_and_an_alarm() {
        // Given
        extras.add("extra-1", "http://127.0.0.1:" + line.port() + "/alerts", 1, ExtraPartners.Keys.fresh(), null);
        try {
            // When
            database.execute(
                    "update partner set channel = 'SLOTS', sealed_signing_seed = '\\x00'::bytea where name = 'extra-1'");

            // Then
            await().until(() -> meters.get("penah.slots.trouble").gauge().value() == 1);
            await().until(() ->
                    database.number("select count(*) from partner where name = 'extra-1' and silent_since is not null")
                            == 1);
        } finally {
            extras.remove("extra-1");
        }
        await().until(() -> meters.get("penah.slots.trouble").gauge().value() == 0);
    }

    @Test
    void an_answer_that_the_partner_did_not_sign_for_this_beat_counts_for_nothing() throws Exception {
        // Given a server that plays back a good answer under the id of another beat
        decide(alertId, Decision.CONFIRMED);
        await().until(() -> !arrivals.isEmpty());
        UUID partnerAlertId = arrivals.get(0).id();
        var old = org.penah.partner.answer.SlotAnswer.of(
                List.of(new Answer(partnerAlertId, 1, Action.ACKNOWLEDGE, 1)),
                UUID.randomUUID().toString(),
                home,
                clock);
        try (PartnerServer replaying = new PartnerServer()) {
            replaying.answer(exchange -> {
                String id = exchange.getRequestHeaders().getFirst("webhook-id");
                boolean forged = replaying.received().size() % 2 == 0;
                exchange.getResponseHeaders()
                        .set(
                                "webhook-id",
                                forged ? id : String.valueOf(old.headers().id()));
                exchange.getResponseHeaders()
                        .set("webhook-timestamp", String.valueOf(old.headers().timestamp()));
                exchange.getResponseHeaders()
                        .set("webhook-signature", String.valueOf(old.headers().signature()));
                exchange.sendResponseHeaders(200, old.body().length);
                exchange.getResponseBody().write(old.body());
            });

            // When
            slots(replaying.url());
            await().until(() -> replaying.received().size() >= 5);
        }

        // Then
        assertThat(told(alertId)).isEqualTo(PartnerAlertState.DELIVERED);
    }

    /** The first alert of the last state that has passed; on a busy machine a state may be one that says nothing. */
    private Optional<Alert> first() throws Exception {
        return lastState().alerts().stream().findFirst();
    }

    private static boolean isQuiet(Alert alert) {
        return Boolean.TRUE.equals(alert.quiet());
    }

    private Delivery lastState() throws Exception {
        return line.last().delivery(home.identity());
    }

    private void decide(UUID id, Decision decision) {
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        id, decision, THREAT, new Consents(false), List.of("en"), DUE, null, null, null, null));
    }

    private PartnerAlertState told(UUID id) {
        return latest(id).partners().stream()
                .filter(partner -> partner.name().equals("safe-house"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private AlertChanged latest(UUID id) {
        await().until(() -> !broker.desk(id).isEmpty());
        return broker.desk(id).stream()
                .max(Comparator.comparing(AlertChanged::revision))
                .orElseThrow();
    }
}

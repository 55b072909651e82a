package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.notify.PartnerServer.status;
import static org.penah.sealing.decision.Decision.WITHDRAW_ALERT;
import static org.penah.sealing.decision.Decision.WITHDRAW_DETAILS;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertDecided.Decision;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.outbox.EventJson;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.webhook.WebhookHeaders;

/** An alert from the broker to a partner and back, through everything that runs. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class AlertJourneyTest {

    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, "145");
    private static final byte[] SALT = new byte[DecisionKeys.SALT_LENGTH];
    private static final DecisionKeys SOURCE = DecisionKeys.parse("A".repeat(43));
    private static final String KEY = SOURCE.publicKey(SALT);
    private static final Consents NO_DETAILS = new Consents(false);
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @Inject
    MeterRegistry meters;

    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    @BeforeEach
    void startPartners() throws Exception {
        database.forgetAlerts();
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        lead("safe-house", safeHouse.url());
        lead("night-desk", nightDesk.url());
    }

    @AfterEach
    void stopPartners() {
        database.execute("update partner set channel = 'EDGE', silent_since = null");
        database.releaseSlots();
        safeHouse.close();
        nightDesk.close();
    }

    private void lead(String partner, String url) {
        database.execute("update partner set url = ? where name = ?", url, partner);
        database.execute("delete from delivery_lease");
    }

    @Test
    void what_a_source_asserted_reaches_who_wants_it_at_once_and_the_others_once_confirmed() throws Exception {
        // When
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // Then
        Alert alert = open(safeHouse, 0);
        assertThat(alert.msgType()).isEqualTo("Alert");
        assertThat(alert.basis()).isEqualTo("source-asserted");
        assertThat(alert.certainty()).isEqualTo("Possible");
        assertThat(nightDesk.received()).isEmpty();

        // When the desk confirms
        decide(Decision.CONFIRMED);
        await().until(() ->
                nightDesk.received().size() == 1 && safeHouse.received().size() == 2);

        // Then one hears of it, and the other that it is surer now
        assertThat(open(nightDesk, 0, "night-desk").msgType()).isEqualTo("Alert");
        Alert update = open(safeHouse, 1);
        assertThat(update.id()).isEqualTo(alert.id());
        assertThat(update.msgType()).isEqualTo("Update");
        assertThat(update.seq()).isEqualTo(2);
        assertThat(update.certainty()).isEqualTo("Likely");
        assertThat(open(nightDesk, 0, "night-desk").id()).isNotEqualTo(alert.id());
    }

    @Test
    void an_alert_that_the_desk_was_faster_with_opens_once() throws Exception {
        // Given
        decide(Decision.CONFIRMED);
        await().until(() -> tries(alertId) == 2);

        // When
        assertBySource();
        taken();

        // Then
        assertThat(tries(alertId)).isEqualTo(2);
        assertThat(open(safeHouse, 0).basis()).isEqualTo("desk-confirmed");
        assertThat(database.number("select count(*) from partner_alert where alert_id = ?", alertId))
                .isEqualTo(2);
    }

    @Test
    void the_same_alert_in_two_events_opens_once() {
        // Given
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // When
        assertBySource();
        taken();

        // Then
        assertThat(tries(alertId)).isEqualTo(1);
        assertThat(database.number("select revision from alert where id = ?", alertId))
                .isEqualTo(2);
    }

    @Test
    void an_alert_is_cancelled_with_who_was_told_and_with_nobody_else() throws Exception {
        // Given
        assertBySource();
        awaitState(AlertState.DELIVERED);
        Alert alert = open(safeHouse, 0);

        // When
        decide(Decision.CANCELLED);
        await().until(() -> safeHouse.received().size() == 2);

        // Then
        Alert cancel = open(safeHouse, 1);
        assertThat(cancel.msgType()).isEqualTo("Cancel");
        assertThat(cancel.id()).isEqualTo(alert.id());
        assertThat(cancel.seq()).isEqualTo(2);
        assertThat(json(safeHouse, 1)).contains("\"references\":[1]");
        assertThat(nightDesk.received()).isEmpty();
        await().until(() -> broker.mailbox(alertId).size() == 1);
        assertThat(broker.mailbox(alertId)).extracting(AlertAnswered::state).containsExactly(AlertState.CANCELLED);
    }

    @Test
    void a_source_takes_back_what_it_asserted_and_all_who_were_told_hear_of_it() throws Exception {
        // Given
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // When
        withdraw(false);
        await().until(() -> safeHouse.received().size() == 2);

        // Then
        assertThat(open(safeHouse, 1).msgType()).isEqualTo("Cancel");
        assertThat(nightDesk.received()).isEmpty();
        awaitState(AlertState.CANCELLED);
        await().until(() -> outcomes("STARTED") == 0);

        // When no human there confirms it
        clock.advance(Duration.ofMinutes(2));

        // Then it comes again
        await().until(() -> safeHouse.received().size() == 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_alert_that_was_withdrawn_before_it_came_is_never_opened(boolean confirmed) {
        // Given
        withdraw(false);
        // Queues do not wait for each other.
        taken();

        // When
        if (confirmed) {
            decide(Decision.CONFIRMED);
        }
        assertBySource();
        decide(Decision.CONFIRMED);
        taken();

        // Then
        assertThat(tries(alertId)).isZero();
        assertThat(broker.desk(alertId)).extracting(AlertChanged::state).containsExactly(AlertState.CANCELLED);
    }

    @Test
    void nobody_who_sends_as_intake_can_call_off_what_a_source_asserted() throws Exception {
        // Given
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // When
        withdraw((String) null);
        withdraw(stranger().sign(SALT, WITHDRAW_ALERT));
        withdraw(SOURCE.sign(SALT, org.penah.sealing.decision.Decision.ERASE));
        taken();

        // Then
        assertThat(broker.desk(alertId)).extracting(AlertChanged::state).doesNotContain(AlertState.CANCELLED);
        for (int message = 0; message < safeHouse.received().size(); message++) {
            assertThat(open(safeHouse, message).msgType()).isEqualTo("Alert");
        }
    }

    /** Nor can it take consents back by asserting the alert again. */
    @Test
    void what_is_asserted_again_changes_nothing() throws Exception {
        // Given
        assertBySource(new Consents(true));
        awaitState(AlertState.DELIVERED);

        // When
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(
                        alertId,
                        THREAT,
                        NO_DETAILS,
                        List.of("en"),
                        DUE,
                        null,
                        stranger().publicKey(SALT),
                        null));
        withdraw(stranger().sign(SALT, WITHDRAW_ALERT));
        taken();

        // Then
        assertThat(broker.desk(alertId)).extracting(AlertChanged::state).doesNotContain(AlertState.CANCELLED);
        assertThat(database.number("select count(*) from alert where id = ? and details_consent", alertId))
                .isEqualTo(1);
    }

    @Test
    void of_an_alert_from_before_decisions_were_signed_intake_is_believed() {
        // Given
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, NO_DETAILS, List.of("en"), DUE, null, null, null));
        awaitState(AlertState.DELIVERED);

        // When
        withdraw(false);

        // Then
        awaitState(AlertState.CANCELLED);
    }

    @Test
    void what_a_stranger_signed_before_an_alert_came_counts_for_nothing() {
        // Given
        withdraw((String) null);
        withdraw(stranger().sign(SALT, WITHDRAW_ALERT));

        // When
        assertBySource();

        // Then
        awaitState(AlertState.DELIVERED);
    }

    @Test
    void without_details_partners_get_an_update_and_no_later_word_brings_them_back() throws Exception {
        // Given
        assertBySource(new Consents(true));
        awaitState(AlertState.DELIVERED);
        assertThat(open(safeHouse, 0).consent().details()).isTrue();

        // When
        withdraw(true);
        await().until(() -> safeHouse.received().size() == 2);
        decide(Decision.CONFIRMED, new Consents(true));
        await().until(() -> safeHouse.received().size() == 3);

        // Then
        assertThat(open(safeHouse, 1).msgType()).isEqualTo("Update");
        assertThat(open(safeHouse, 1).consent().details()).isFalse();
        assertThat(open(safeHouse, 2).consent().details()).isFalse();
    }

    @Test
    void an_alert_that_was_cancelled_before_it_came_stays_so() {
        // Given
        decide(Decision.CANCELLED);
        awaitState(AlertState.CANCELLED);

        // When
        assertBySource();
        decide(Decision.CONFIRMED);
        taken();

        // Then
        assertThat(tries(alertId)).isZero();
        assertThat(broker.desk(alertId)).hasSize(1);
    }

    @Test
    void a_partner_that_is_down_gets_it_when_it_is_up() throws Exception {
        // Given
        String url = safeHouse.url();
        safeHouse.close();
        assertBySource();
        await().until(() -> tries(alertId) == 1);

        // When
        safeHouse = new PartnerServer(URI.create(url).getPort());
        clock.advance(Duration.ofSeconds(3));
        awaitState(AlertState.DELIVERED);

        // Then
        assertThat(open(safeHouse, 0).seq()).isEqualTo(1);
        AlertChanged changed = latest();
        assertThat(changed.partners().get(0).state()).isEqualTo(PartnerAlertState.DELIVERED);
        assertThat(changed.partners().get(0).attempts()).isEqualTo(2);
        assertThat(changed.partners().get(0).since()).isEqualTo("2026-11-24T10:02:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 301, 302, 307, 400, 401, 404, 429, 500, 503})
    void no_answer_but_a_2xx_is_a_delivery_and_none_ends_the_tries(int status) {
        // Given
        safeHouse.answer(exchange -> {
            exchange.getResponseHeaders().set("location", nightDesk.url());
            exchange.sendResponseHeaders(status, -1);
        });
        assertBySource();
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> outcomes("STARTED") == 0);

        // When
        clock.advance(Duration.ofSeconds(3));
        await().until(() -> safeHouse.received().size() == 2);

        // Then
        await().until(() -> outcomes("STARTED") == 0);
        assertThat(outcomes("ACCEPTED")).isZero();
        assertThat(nightDesk.received()).isEmpty();
        assertThat(database.number(
                        "select count(*) from partner_alert where next_try is not null and alert_id = ?", alertId))
                .isEqualTo(1);
    }

    @Test
    void a_partner_that_never_answers_has_one_request_at_a_time_and_holds_up_nobody() throws Exception {
        // Given
        safeHouse.answer(exchange -> {
            try {
                new java.util.concurrent.CountDownLatch(1).await(4, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        assertBySource();
        await().until(() -> safeHouse.received().size() == 1);

        // When
        decide(Decision.CONFIRMED);
        clock.advance(Duration.ofSeconds(15));
        await().until(() -> nightDesk.received().size() == 1);

        // Then
        assertThat(database.number(
                        "select count(*) from attempt join partner_alert on id = partner_alert_id join partner p"
                                + " on p.id = partner_id where name = 'safe-house' and outcome = 'STARTED'"))
                .isLessThanOrEqualTo(1);
        await().until(() -> outcomes("TIMED_OUT") > 0);
    }

    @Test
    void an_address_that_is_not_public_is_never_reached_and_the_tries_go_on() {
        // Given
        lead("safe-house", "https://10.0.0.1/");

        // When
        assertBySource();
        await().until(() -> outcomes("FORBIDDEN_ADDRESS") == 1);
        clock.advance(Duration.ofSeconds(3));

        // Then
        await().until(() -> outcomes("FORBIDDEN_ADDRESS") == 2);
    }

    @Test
    void what_was_delivered_comes_again_each_minute_until_somebody_answers() throws Exception {
        // Given
        assertBySource();
        awaitState(AlertState.DELIVERED);
        await().until(() -> outcomes("STARTED") == 0);

        // When
        clock.advance(Duration.ofSeconds(59));
        taken();
        assertThat(tries(alertId)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        await().until(() -> tries(alertId) == 2);

        // Then it is the same message, sealed again, under a new time
        String id = header(safeHouse.received().get(0), WebhookHeaders.ID);
        List<PartnerServer.Received> both = safeHouse.received().stream()
                .filter(request -> header(request, WebhookHeaders.ID).equals(id))
                .toList();
        assertThat(both).hasSize(2);
        assertThat(both)
                .extracting(request -> header(request, WebhookHeaders.TIMESTAMP))
                .doesNotHaveDuplicates();
        assertThat(both).extracting(PartnerServer.Received::bytes).doesNotHaveDuplicates();
    }

    @Test
    void a_try_whose_process_died_comes_due_again() {
        // Given a try that was begun and never ended
        safeHouse.answer(status(500));
        assertBySource();
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> outcomes("STARTED") == 0);
        database.holdEdge("safe-house", clock.instant().plusSeconds(20));
        clock.advance(Duration.ofSeconds(5));
        taken();
        assertThat(tries(alertId)).isEqualTo(1);

        // When
        clock.advance(Duration.ofSeconds(16));

        // Then
        await().until(() -> tries(alertId) == 2);
    }

    @Test
    void an_alert_whose_time_has_passed_goes_on_and_is_an_alarm_until_the_desk_ends_it() {
        // Given
        safeHouse.answer(status(500));
        assertBySource();
        await().until(() -> outcomes("REFUSED") == 1);

        // When
        safeHouse.answer(status(204));
        clock.advance(Duration.ofHours(24));

        // Then
        await().until(() -> Boolean.TRUE.equals(latest().overdue()));
        awaitState(AlertState.UNANSWERED);
        await().until(() -> metric("penah_alerts_overdue") == 1);
        await().until(() -> latest().partners().get(0).state() == PartnerAlertState.DELIVERED);

        // When a partner calls it resolved, which is an alarm at the desk
        database.execute("update alert set state = 'RESOLVED'");

        // Then
        await().until(() -> metric("penah_alerts_overdue") == 0);

        // When
        decide(Decision.CANCELLED);

        // Then
        awaitState(AlertState.CANCELLED);
        assertThat(latest().overdue()).isNull();
    }

    @Test
    void who_was_called_later_is_tried_past_the_end_that_others_read() {
        // Given
        safeHouse.answer(status(500));
        assertBySource();
        await().until(() -> outcomes("REFUSED") == 1);
        database.execute("update partner_alert set sent = sent + interval '4 hours'");

        // When
        clock.advance(Duration.ofHours(24));
        await().until(() -> Boolean.TRUE.equals(latest().overdue()));
        await().until(() -> outcomes("REFUSED") > 1);
        safeHouse.answer(status(204));
        clock.advance(Duration.ofHours(1));

        // Then
        await().until(() -> latest().partners().get(0).state() == PartnerAlertState.DELIVERED);
    }

    @Test
    void an_alert_of_which_the_desk_has_no_tip_ends_by_its_word() throws Exception {
        // Given
        assertBySource(new Consents(true));
        awaitState(AlertState.DELIVERED);
        assertThat(latest().threat()).isEqualTo(THREAT);
        clock.advance(Duration.ofHours(24));
        await().until(() -> Boolean.TRUE.equals(latest().overdue()));

        // When
        AlertDecided end = EventJson.read(
                        Files.readAllBytes(Path.of("../docs/contracts/samples/alert-decided-orphaned.json")),
                        AlertDecided.class)
                .data();
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alertId,
                        end.decision(),
                        end.threat(),
                        end.consents(),
                        end.languages(),
                        end.dueBy(),
                        end.decisionKey(),
                        end.canary(),
                        end.floodRevision(),
                        null));

        // Then
        awaitState(AlertState.CANCELLED);
        await().until(() -> json(safeHouse, safeHouse.received().size() - 1).contains("\"msgType\":\"Cancel\""));
        assertBySource(new Consents(true));
        taken();
        assertThat(latest().state()).isEqualTo(AlertState.CANCELLED);
        assertThat(database.number("select count(*) from alert where id = ? and look_at is not null", alertId))
                .isZero();
    }

    @Test
    void what_came_in_a_flood_pages_nobody_and_is_counted_by_itself() {
        // Given
        safeHouse.answer(status(500));
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, NO_DETAILS, List.of("en"), DUE, true, null, null));
        await().until(() -> outcomes("REFUSED") == 1);

        // When
        clock.advance(Duration.ofMinutes(16));

        // Then
        await().until(() -> metric("penah_alerts_quiet") == 1);
        assertThat(metric("penah_alerts_duty")).isZero();

        // When
        decide(Decision.CONFIRMED);

        // Then
        await().until(() -> metric("penah_alerts_quiet") == 0);
        await().until(() -> metric("penah_alerts_duty") == 1);
    }

    @Test
    void it_shows_for_how_long_nothing_could_be_counted() {
        // When
        database.execute("revoke select on alert from notify");
        try {
            await().until(() -> metric("penah_alerts_uncounted_seconds") > 2);
        } finally {
            database.execute("grant select on alert to notify");
        }

        // Then
        await().until(() -> metric("penah_alerts_uncounted_seconds") < 2);
    }

    @Test
    void an_alert_with_nobody_to_go_to_is_open_without_partners_and_an_alarm() {
        // Given
        database.silence("safe-house");
        database.silence("night-desk");

        // When
        assertBySource();
        awaitState(AlertState.UNREACHABLE);

        // Then
        assertThat(latest().partners())
                .extracting(AlertChanged.PartnerReport::state)
                .containsExactly(PartnerAlertState.PENDING);
        await().until(() -> metric("penah_alerts_unreachable") == 1);
    }

    @Test
    void what_no_partner_takes_unconfirmed_waits_for_the_desk_and_is_no_alarm_at_once() {
        // Given
        database.execute("update partner set accepts_source_asserted = false");

        // When
        try {
            assertBySource();
            awaitState(AlertState.AWAITING_CONFIRMATION);
        } finally {
            database.execute("update partner set accepts_source_asserted = true where name = 'safe-house'");
        }

        // Then
        assertThat(latest().partners()).isEmpty();
        await().until(() -> metric("penah_alerts_unreachable") == 0);

        // When
        decide(Decision.CONFIRMED);

        // Then
        awaitState(AlertState.DELIVERED);
    }

    @Test
    void nothing_but_what_is_allowed_leaves_in_clear() {
        // When
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // Then
        PartnerServer.Received request = safeHouse.received().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.body()).hasSize(8192);
        assertThat(request.headers())
                .containsOnlyKeys(
                        "Host",
                        "User-agent",
                        "Content-type",
                        "Content-length",
                        "Connection",
                        "Webhook-id",
                        "Webhook-timestamp",
                        "Webhook-signature");
        assertThat(request.headers().getFirst("User-agent")).isEqualTo("Penah");
        assertThat(request.headers().getFirst("Webhook-id")).matches("[0-9a-f-]{36}");
        assertThat(request.headers().getFirst("Webhook-signature"))
                .matches("v1a,[A-Za-z0-9+/]{86}== v1,[A-Za-z0-9+/]{43}=");
        assertThat(request.headers().toString()).doesNotContain(alertId.toString(), "safe-house");
    }

    @Test
    void what_is_sealed_holds_the_fields_of_the_contract_and_no_id_of_ours() throws Exception {
        // When
        assertBySource();
        awaitState(AlertState.DELIVERED);

        // Then
        String json = json(safeHouse, 0);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(Path.of("../docs/contracts/partner-alert.v1.schema.json")))
                        .validate(json, InputFormat.JSON))
                .isEmpty();
        assertThat(json).doesNotContain(alertId.toString());
        Alert alert = open(safeHouse, 0);
        assertThat(alert.to()).isEqualTo("safe-house");
        assertThat(alert.urgency()).isEqualTo("Immediate");
        assertThat(alert.severity()).isEqualTo("Extreme");
        assertThat(alert.region()).isEqualTo("145");
        assertThat(alert.sent()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(alert.ackBy()).isEqualTo(DUE);
    }

    @Test
    void an_event_that_is_not_of_the_contract_goes_to_the_dead_letters_and_holds_up_nobody() {
        // When
        broker.send("triage", "{\"specversion\":\"1.0\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertBySource();

        // Then
        awaitState(AlertState.DELIVERED);
    }

    private void withdraw(boolean alert) {
        withdraw(SOURCE.sign(SALT, alert ? WITHDRAW_DETAILS : WITHDRAW_ALERT));
    }

    private void withdraw(@Nullable String signature) {
        broker.send(
                "/intake",
                AlertWithdrawn.TYPE,
                new AlertWithdrawn(alertId, new AlertWithdrawn.Left(false, false), signature));
    }

    private static DecisionKeys stranger() {
        return DecisionKeys.parse("B".repeat(42) + "A");
    }

    private void assertBySource() {
        assertBySource(NO_DETAILS);
    }

    private void assertBySource(Consents consents) {
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, consents, List.of("en"), DUE, null, KEY, null));
    }

    private void decide(Decision decision) {
        decide(decision, NO_DETAILS);
    }

    private void decide(Decision decision, Consents consents) {
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(alertId, decision, THREAT, consents, List.of("en"), DUE, KEY, null, null, null));
    }

    /** Returns when all events before have been taken and what is due has been looked at: an alert of each sender has passed. */
    private void taken() {
        UUID fromEdge = UUID.randomUUID();
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(fromEdge, THREAT, NO_DETAILS, List.of("en"), DUE, null, null, null));
        await().until(() -> database.number("select count(*) from alert where id = ?", fromEdge) == 1);
        UUID other = UUID.randomUUID();
        long before = nightDesk.received().size();
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        other, Decision.CONFIRMED, THREAT, NO_DETAILS, List.of("en"), DUE, null, null, null, null));
        await().until(() -> nightDesk.received().size() > before);
        database.execute("update partner_alert set next_try = null where alert_id = ?", other);
    }

    private void awaitState(AlertState state) {
        await().until(() -> broker.desk(alertId).stream().anyMatch(changed -> changed.state() == state));
    }

    private AlertChanged latest() {
        return broker.desk(alertId).stream()
                .max(Comparator.comparing(AlertChanged::revision))
                .orElseThrow();
    }

    private long tries(UUID alert) {
        return database.number(
                "select count(*) from attempt join partner_alert on id = partner_alert_id where alert_id = ?"
                        + " and outcome <> 'STARTED'",
                alert);
    }

    private long outcomes(String outcome) {
        return database.number(
                "select count(*) from attempt join partner_alert on id = partner_alert_id where alert_id = ? and outcome = ?",
                alertId,
                outcome);
    }

    private double metric(String name) {
        return meters.get(name.replace('_', '.')).gauge().value();
    }

    private static String header(PartnerServer.Received request, String name) {
        return request.headers().getFirst(name);
    }

    private Alert open(PartnerServer server, int request) throws Exception {
        return open(server, request, "safe-house");
    }

    private Alert open(PartnerServer server, int request, String partner) throws Exception {
        Home home = home(partner);
        PartnerServer.Received received = server.received().get(request);
        WebhookHeaders headers = new WebhookHeaders(
                received.headers().getFirst(WebhookHeaders.ID),
                received.headers().getFirst(WebhookHeaders.TIMESTAMP),
                received.headers().getFirst(WebhookHeaders.SIGNATURE));
        home.credentials().verifier().verify(headers, received.body(), clock.instant());
        return Delivery.open(received.body(), home.identity()).alerts().get(0);
    }

    private String json(PartnerServer server, int request) throws Exception {
        byte[] body = server.received().get(request).body();
        try (InputStream opened = AgeDecryptor.open(
                Armor.removeIfPresent(new ByteArrayInputStream(body)),
                List.of(home("safe-house").identity()))) {
            return new String(opened.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private Home home(String partner) {
        return new Home(partners.resolve(partner), partners.resolve(partner + ".json"));
    }
}

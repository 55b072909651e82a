package org.penah.notify;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.StaffCalled;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.webhook.WebhookHeaders;

/** A report of danger waits at the desk: our own people are called, and nobody else hears of it. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class StaffTest {

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

    @ConfigProperty(name = "test.partners")
    Path partners;

    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer duty;
    private PartnerServer lead;

    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        safeHouse = new PartnerServer();
        duty = new PartnerServer();
        lead = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        extras.add("staff-duty", duty.url(), 1, ExtraPartners.Keys.fresh(), null);
        extras.add("staff-lead", lead.url(), 2, ExtraPartners.Keys.fresh(), null);
        database.execute("update partner set staff = true where name like 'staff-%'");
    }

    @AfterEach
    void stop() {
        database.forgetAlerts();
        extras.remove("staff-");
        database.execute("update partner set channel = 'EDGE', silent_since = null");
        database.releaseSlots();
        safeHouse.close();
        duty.close();
        lead.close();
    }

    @Test
    void a_report_that_waits_calls_who_is_on_duty_alone_and_says_nothing_of_it() throws Exception {
        // When
        call(alertId);

        // Then
        await().until(() -> duty.received().size() == 1);
        Alert alert = at(duty, 0);
        assertThat(alert.isForStaff()).isTrue();
        assertThat(alert.region()).isNull();
        assertThat(alert.consent().details()).isFalse();
        assertThat(partnersTold()).isZero();
        assertThat(lead.received()).isEmpty();
    }

    @Test
    void leads_are_called_after_five_minutes_without_an_answer_and_the_desk_and_no_source_hear_of_it() {
        // Given
        call(alertId);
        await().until(() -> is(AlertState.DELIVERED));

        // When
        clock.advance(Duration.ofSeconds(302));

        // Then
        await().until(() -> lead.received().size() == 1);
        clock.advance(Duration.ofMinutes(30));
        await().until(() -> is(AlertState.UNANSWERED));
        assertThat(broker.desk(own(alertId))).isEmpty();
        assertThat(broker.mailbox(own(alertId))).isEmpty();
        assertThat(partnersTold()).isZero();
    }

    @Test
    void who_answers_has_fifteen_minutes_and_who_cannot_has_leads_called_at_once() throws Exception {
        // Given
        call(alertId);
        await().until(() -> duty.received().size() == 1);

        // When
        answer(at(duty, 0), "acknowledge", 1);
        clock.advance(Duration.ofMinutes(14));

        // Then
        await().until(() -> is(AlertState.ACKNOWLEDGED));
        assertThat(database.number("select count(*) from evidence e join partner_alert n on n.id = e.partner_alert_id"))
                .isZero();
        assertThat(broker.mailbox(own(alertId))).isEmpty();
        assertThat(lead.received()).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        await().until(() -> lead.received().size() == 1);

        // When
        UUID next = UUID.randomUUID();
        call(next);
        await().until(() -> isDelivered(next));
        Alert second = at(duty, duty.received().size() - 1);
        answer(second, "decline", 1);

        // Then
        await().until(() -> database.number("select count(*) from partner_alert where alert_id = ?", own(next)) == 2);
    }

    @Test
    void a_clock_that_is_set_back_has_others_wait_no_longer() throws Exception {
        // Given
        call(alertId);
        await().until(() -> duty.received().size() == 1);
        answer(at(duty, 0), "acknowledge", 1);
        await().until(() -> is(AlertState.ACKNOWLEDGED));

        // When
        clock.advance(Duration.ofMinutes(-50));

        // Then
        Timestamp latest = Timestamp.from(clock.instant().plus(Duration.ofMinutes(15)));
        await().until(() -> database.number("select count(*) from alert where look_at <= ?", latest) == 1);
    }

    @Test
    void that_it_is_opened_is_said_once_to_who_was_called_and_needs_no_answer() throws Exception {
        // Given
        call(alertId);
        await().until(() -> duty.received().size() == 1);

        // When
        broker.send("/triage", StaffCalled.TYPE, new StaffCalled(alertId, true));

        // Then
        await().until(() -> duty.received().size() == 2);
        assertThat(at(duty, 1).isCancel()).isTrue();
        assertThat(at(duty, 1).asksForAnswer()).isFalse();
        await().until(() -> database.number("select count(*) from partner_alert where next_try is not null") == 0);
        assertThat(lead.received()).isEmpty();
    }

    @Test
    void what_is_over_before_it_is_called_calls_nobody() {
        // Given
        broker.send("/triage", StaffCalled.TYPE, new StaffCalled(alertId, true));
        await().until(() -> is(AlertState.CANCELLED));

        // When
        call(alertId);
        UUID next = UUID.randomUUID();
        call(next);

        // Then
        await().until(() -> duty.received().size() == 1);
        assertThat(is(AlertState.CANCELLED)).isTrue();
        assertThat(database.number("select count(*) from partner_alert where alert_id = ?", own(alertId)))
                .isZero();
    }

    @Test
    void an_alert_to_partners_reaches_no_staff_even_if_nobody_else_is_there() {
        // Given
        database.silence("safe-house");
        database.silence("night-desk");

        // When
        broker.confirm(alertId);
        clock.advance(Duration.ofMinutes(31));

        // Then
        await().until(() -> broker.latest(alertId).state() == AlertState.UNREACHABLE);
        assertThat(broker.latest(alertId).partners())
                .extracting(AlertChanged.PartnerReport::name)
                .doesNotContain("staff-duty", "staff-lead");
        assertThat(duty.received()).isEmpty();
        assertThat(lead.received()).isEmpty();
    }

    @Test
    void a_row_that_somebody_wrote_sends_no_alert_across() {
        // Given
        database.execute("update partner set url = ? where name = 'night-desk'", duty.url());
        broker.confirm(alertId);
        await().until(() -> safeHouse.received().size() == 1);

        // When
        database.execute(
                "insert into partner_alert select gen_random_uuid(), alert_id, (select id from partner where name ="
                        + " 'staff-lead'), 'PENDING', since, 1, gen_random_uuid(), 'ALERT', sent, 0, 0, sent from partner_alert limit 1");
        UUID next = UUID.randomUUID();
        call(next);

        // Then
        await().until(() -> isDelivered(next));
        assertThat(lead.received()).isEmpty();
    }

    @Test
    void a_call_under_the_id_of_a_sources_alert_keeps_no_word_from_that() {
        // Given
        call(alertId);
        await().until(() -> is(AlertState.DELIVERED));

        // When
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(
                        alertId,
                        new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                        new Consents(false),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:15:00Z"),
                        null,
                        null,
                        null));

        // Then
        await().until(() -> safeHouse.received().size() == 1);
        assertThat(is(AlertState.DELIVERED)).isTrue();

        // When
        broker.send("/triage", StaffCalled.TYPE, new StaffCalled(alertId, true));

        // Then
        await().until(() -> is(AlertState.CANCELLED));
        assertThat(broker.latest(alertId).state()).isNotEqualTo(AlertState.CANCELLED);
    }

    @Test
    void what_the_guide_says_before_going_back_leaves_no_call_that_an_older_version_takes_for_danger()
            throws Exception {
        // Given
        call(alertId);
        await().until(() -> is(AlertState.DELIVERED));
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        int begin = guide.indexOf("```sql", guide.indexOf("To go back")) + "```sql".length();

        // When
        database.execute(guide.substring(begin, guide.indexOf("```", begin)));

        // Then
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .isZero();
        assertThat(
                        database.number(
                                "select count(*) from alert where state <> 'CANCELLED' or overdue or opened is not null or look_at is not null"))
                .isZero();
    }

    @Test
    void that_nobody_is_on_duty_is_no_outage_and_that_nobody_on_duty_can_be_reached_is_one() {
        // Given
        await().until(() -> gauge("absent") == 0 && gauge("unreachable") == 0);

        // When
        database.silence("staff-lead");
        database.silence("staff-duty");

        // Then
        await().until(() -> gauge("unreachable") == 1);
        assertThat(gauge("absent")).isZero();

        // When
        database.execute("update partner set admission = 'DISABLED' where staff");

        // Then
        await().until(() -> gauge("absent") == 1 && gauge("unreachable") == 0);
    }

    private double gauge(String staff) {
        return meters.get("penah.staff." + staff).gauge().value();
    }

    /** The id of the alert that calls staff under this one. */
    private static UUID own(UUID id) {
        return new StaffCalled(id, null).ownId();
    }

    private void call(UUID id) {
        broker.send("/triage", StaffCalled.TYPE, new StaffCalled(id, null));
    }

    private boolean is(AlertState state) {
        return database.number("select count(*) from alert where id = ? and state = ?", own(alertId), state.name())
                == 1;
    }

    /** Of what waits at the desk. */
    private long partnersTold() {
        return database.number(
                "select count(*) from partner_alert n join partner p on p.id = n.partner_id where n.alert_id = ? and not p.staff",
                own(alertId));
    }

    private boolean isDelivered(UUID id) {
        return database.number("select count(*) from partner_alert where alert_id = ? and delivered_seq > 0", own(id))
                == 1;
    }

    private Alert at(PartnerServer server, int index) throws Exception {
        Home home = home();
        return Delivery.open(server.received().get(index).body(), home.identity())
                .alerts()
                .get(0);
    }

    private Home home() throws Exception {
        return new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
    }

    private void answer(Alert alert, String action, int number) throws Exception {
        byte[] answer = "{\"id\":\"%s\",\"seq\":%d,\"action\":\"%s\",\"number\":%d}"
                .formatted(alert.id(), alert.seq(), action, number)
                .getBytes(UTF_8);
        WebhookHeaders headers = home().sign(UUID.randomUUID().toString(), clock.instant(), answer);
        given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(answer)
                .post("/partner/acknowledgements")
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));
    }
}

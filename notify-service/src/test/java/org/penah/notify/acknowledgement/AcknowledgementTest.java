package org.penah.notify.acknowledgement;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PartnerServer;
import org.penah.notify.PinnedClock;
import org.penah.notify.alert.TimeRounding;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.delivery.OpenAlertsQuery;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/** The one route of the service, and all that must not pass it. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class AcknowledgementTest {

    private static final String PATH = "/partner/acknowledgements";

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    OpenAlertsQuery openAlerts;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @ConfigProperty(name = "test.database")
    String url;

    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;
    private Alert alert;

    /** An alert that has reached two partners and that nobody has answered. */
    @BeforeEach
    void deliver() throws Exception {
        database.forgetAlerts();
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ? where name = 'night-desk'", nightDesk.url());
        decide(AlertDecided.Decision.CONFIRMED);
        await().until(() -> database.number("select count(*) from partner_alert where state = 'DELIVERED'") == 2);
        alert = Delivery.open(
                        safeHouse.received().get(0).body(), home("safe-house").identity())
                .alerts()
                .get(0);
    }

    private void decide(AlertDecided.Decision decision) {
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alertId,
                        decision,
                        new Threat(Threat.Who.UNSPECIFIED, Threat.When.DAYS, null),
                        new Consents(true),
                        List.of("en"),
                        Instant.parse("2026-11-24T12:00:00Z"),
                        null,
                        null,
                        null,
                        null));
    }

    @AfterEach
    void stop() {
        database.execute("update partner set tier = 1, channel = 'EDGE', silent_since = null");
        database.releaseSlots();
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void a_partners_word_ends_the_tries_and_tells_the_desk_and_the_source() throws Exception {
        // When
        Response response = post(signed("safe-house", body(1)));

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        await().until(() -> latest().state() == AlertState.ACKNOWLEDGED);
        assertThat(latest().partners())
                .extracting(AlertChanged.PartnerReport::name, AlertChanged.PartnerReport::state)
                .containsExactlyInAnyOrder(
                        tuple("safe-house", PartnerAlertState.ACKNOWLEDGED),
                        tuple("night-desk", PartnerAlertState.DELIVERED));
        await().until(() -> broker.mailbox(alertId).size() == 1);
        assertThat(broker.mailbox(alertId).get(0))
                .isEqualTo(
                        new AlertAnswered(alertId, AlertState.ACKNOWLEDGED, 1, java.time.LocalDate.of(2026, 11, 24)));
        assertThat(database.number("select count(*) from partner_alert where next_try is null"))
                .isEqualTo(1);
        assertThat(database.number("select count(*) from alert where opened is not null"))
                .isZero();
        assertThat(database.number("select count(*) from alert where look_at = ?", Timestamp.from(fourHours())))
                .isEqualTo(1);
    }

    @Test
    void an_acknowledgement_that_is_not_renewed_ends_after_four_hours_and_others_are_called() throws Exception {
        // Given
        secondTier();
        post(signed("safe-house", body(1)));
        await().until(() -> latest().state() == AlertState.ACKNOWLEDGED);
        assertThat(latest().partners().get(0).until()).isEqualTo(TimeRounding.fiveMinutes(fourHours()));
        int told = nightDesk.received().size();

        // When
        clock.advance(Duration.ofHours(4));

        // Then
        await().until(() -> nightDesk.received().size() == told + 1);
        await().until(() -> broker.mailbox(alertId).size() == 2);
        assertThat(broker.mailbox(alertId).get(1).state()).isEqualTo(AlertState.OPEN);
    }

    @Test
    void what_a_partner_took_on_that_is_silent_for_minutes_goes_to_others() throws Exception {
        // Given
        secondTier();
        post(signed("safe-house", body(1)));
        await().until(() -> latest().state() == AlertState.ACKNOWLEDGED);
        int told = nightDesk.received().size();

        // When
        database.silence("safe-house");
        database.execute(
                "update partner set silent_since = ? where name = 'safe-house'",
                Timestamp.from(clock.instant().minusSeconds(301)));

        // Then
        await().until(() -> nightDesk.received().size() > told);
        await().until(() -> latest().state() != AlertState.ACKNOWLEDGED);
    }

    @Test
    void who_is_told_later_cannot_see_that_others_were_told_before() throws Exception {
        // Given
        secondTier();
        int told = nightDesk.received().size();

        // When
        clock.advance(Duration.ofMinutes(6));
        await().until(() -> nightDesk.received().size() > told);

        // Then
        Alert later = Delivery.open(
                        nightDesk.received().get(told).body(),
                        home("night-desk").identity())
                .alerts()
                .get(0);
        assertThat(later.sent()).isAfter(alert.sent());
        assertThat(Duration.between(later.sent(), later.expires()))
                .isEqualTo(Duration.between(alert.sent(), alert.expires()))
                .isEqualTo(Duration.ofDays(7));
        assertThat(Duration.between(later.sent(), later.ackBy()))
                .isEqualTo(Duration.between(alert.sent(), alert.ackBy()))
                .isEqualTo(Duration.ofDays(1));
    }

    /** What is equal they would find equal of many alerts; an id would join two cases for certain, whenever each came. */
    @Test
    void two_partners_that_compare_what_they_read_find_no_id_that_both_have() throws Exception {
        // Given
        Alert theirs = Delivery.open(
                        nightDesk.received().get(0).body(), home("night-desk").identity())
                .alerts()
                .get(0);

        // When
        List<String> equal = new ArrayList<>();
        for (RecordComponent part : Alert.class.getRecordComponents()) {
            Object mine = part.getAccessor().invoke(alert);
            if (mine != null && mine.equals(part.getAccessor().invoke(theirs))) {
                equal.add(part.getName());
            }
        }

        // Then
        assertThat(equal)
                .isSubsetOf(
                        "seq",
                        "msgType",
                        "status",
                        "urgency",
                        "severity",
                        "certainty",
                        "basis",
                        "consent",
                        "region",
                        "languages",
                        "tlp",
                        "sent",
                        "expires",
                        "ackBy");
    }

    @Test
    void the_desk_calls_others_than_who_has_it() throws Exception {
        // Given
        secondTier();
        post(signed("safe-house", body(1, "claim", 1)));
        await().until(() -> latest().state() == AlertState.CLAIMED);
        int told = nightDesk.received().size();

        // When
        decide(AlertDecided.Decision.CALL_OTHERS);

        // Then
        await().until(() -> nightDesk.received().size() > told);
        await().until(() -> latest().state() != AlertState.CLAIMED);
    }

    private Instant fourHours() {
        return TimeRounding.minute(clock.instant()).plus(Duration.ofHours(4));
    }

    @Test
    void the_source_hears_once_that_nobody_answers_and_then_that_somebody_has() throws Exception {
        // Given
        clock.advance(Duration.ofMinutes(30));
        await().until(() -> latest().state() == AlertState.UNANSWERED);
        await().until(() -> broker.mailbox(alertId).size() == 1);
        database.silence("safe-house");
        database.silence("night-desk");
        database.execute("update alert set look_at = opened - interval '1 minute'");
        await().until(() -> latest().state() == AlertState.UNREACHABLE);

        // When
        post(signed("safe-house", body(1)));

        // Then
        await().until(() -> broker.mailbox(alertId).size() == 2);
        assertThat(broker.mailbox(alertId))
                .extracting(AlertAnswered::state)
                .containsExactly(AlertState.UNANSWERED, AlertState.ACKNOWLEDGED);
    }

    @Test
    void a_cancellation_comes_until_a_human_has_confirmed_it_and_the_desk_hears_who() throws Exception {
        // Given
        post(signed("safe-house", body(1)));
        decide(AlertDecided.Decision.CANCELLED);
        await().until(() -> safeHouse.received().size() == 2);
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .isEqualTo(2);

        // When a late answer comes to what was said before, and then one to the cancellation
        post(signed("safe-house", body(1)));
        await().until(() -> latest().state() == AlertState.CANCELLED);
        assertThat(states()).contains(tuple("safe-house", PartnerAlertState.ACKNOWLEDGED));
        Response response = post(signed("safe-house", body(2)));

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        await().until(() -> states().contains(tuple("safe-house", PartnerAlertState.STOPPED)));
        assertThat(states()).contains(tuple("night-desk", PartnerAlertState.DELIVERED));
        assertThat(database.number("select count(*) from partner_alert where next_try is not null"))
                .isEqualTo(1);
    }

    @Test
    void a_repeat_is_answered_alike_and_changes_nothing() throws Exception {
        // Given
        RequestSpecification first = signed("safe-house", body(1));
        Response answer = post(first);
        await().until(() -> latest().state() == AlertState.ACKNOWLEDGED);
        int revision = latest().revision();

        // When
        Response replayed = post(first);
        Response repeated = post(signed("safe-house", body(1)));

        // Then
        assertThat(replayed.statusCode()).isEqualTo(answer.statusCode());
        assertThat(repeated.statusCode()).isEqualTo(answer.statusCode());
        assertThat(replayed.headers().asList()).isEqualTo(answer.headers().asList());
        assertThat(database.number("select revision from alert where id = ?", alertId))
                .isEqualTo(revision);
        assertThat(broker.mailbox(alertId)).hasSize(1);
    }

    @Test
    void each_partner_answers_for_itself_and_the_source_hears_of_it_once() throws Exception {
        // Given
        Alert other = Delivery.open(
                        nightDesk.received().get(0).body(), home("night-desk").identity())
                .alerts()
                .get(0);
        post(signed("safe-house", body(1)));

        // When
        Response response = post(signed("night-desk", body(other.id(), 1)));

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        await().until(() ->
                latest().partners().stream().allMatch(told -> told.state() == PartnerAlertState.ACKNOWLEDGED));
        assertThat(broker.mailbox(alertId)).hasSize(1);
    }

    @Test
    void who_declines_is_passed_over_at_once_and_a_replay_takes_nothing_back() throws Exception {
        // Given an alert that only the first tier knows
        secondTier();
        RequestSpecification claim = signed("safe-house", body(1, "claim", 1));
        assertThat(post(claim).statusCode()).isEqualTo(204);
        await().until(() -> latest().state() == AlertState.CLAIMED);
        assertThat(latest().partners().get(0).until()).isEqualTo("2026-11-24T11:00:00Z");
        await().until(() -> broker.mailbox(alertId).size() == 1);

        // When
        assertThat(post(signed("safe-house", body(1, "decline", 2))).statusCode())
                .isEqualTo(204);

        // Then
        await().until(() -> nightDesk.received().size() == 2);
        assertThat(post(claim).statusCode()).isEqualTo(204);
        await().until(() -> states().contains(tuple("night-desk", PartnerAlertState.DELIVERED)));
        assertThat(states()).contains(tuple("safe-house", PartnerAlertState.DECLINED));
        assertThat(latest().state()).isEqualTo(AlertState.DELIVERED);
        assertThat(latest().partners())
                .extracting(AlertChanged.PartnerReport::timingVisible)
                .containsOnly(true);
    }

    @Test
    void a_claim_that_is_not_renewed_lapses_and_others_are_called() throws Exception {
        // Given
        secondTier();
        post(signed("safe-house", body(1, "claim", 1)));
        await().until(() -> latest().state() == AlertState.CLAIMED);
        clock.advance(Duration.ofMinutes(50));
        post(signed("safe-house", body(1, "claim", 2)));
        clock.advance(Duration.ofMinutes(59));
        assertThat(nightDesk.received()).hasSize(1);

        // When
        clock.advance(Duration.ofMinutes(1));

        // Then
        await().until(() -> nightDesk.received().size() == 2);
        await().until(() -> safeHouse.received().size() == 2);
        await().until(() -> broker.mailbox(alertId).size() == 2);

        // When
        post(signed("safe-house", body(1, "claim", 3)));

        // Then
        await().until(() -> broker.mailbox(alertId).size() == 3);
        assertThat(broker.mailbox(alertId))
                .extracting(AlertAnswered::state, AlertAnswered::number)
                .containsExactly(
                        tuple(AlertState.ACKNOWLEDGED, 1),
                        tuple(AlertState.OPEN, 2),
                        tuple(AlertState.ACKNOWLEDGED, 3));
    }

    @Test
    void who_asks_for_more_leaves_the_clock_running_and_who_resolves_ends_it() throws Exception {
        // When
        post(signed("safe-house", body(1, "need-info", 1)));

        // Then
        await().until(() -> states().contains(tuple("safe-house", PartnerAlertState.NEEDS_INFO)));
        assertThat(database.number("select count(*) from alert where opened is not null"))
                .isEqualTo(1);

        // When
        post(signed("safe-house", body(1, "resolve", 2)));

        // Then
        await().until(() -> latest().state() == AlertState.RESOLVED);
        assertThat(database.number("select count(*) from alert where opened is not null or look_at is not null"))
                .isZero();
    }

    @Test
    void who_has_let_go_of_it_three_times_reads_that_it_counts_no_more_until_the_desk_confirms_it_again()
            throws Throwable {
        // Given
        int number = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(post(signed("safe-house", body(1, "claim", ++number))).statusCode())
                    .isEqualTo(204);
            assertThat(post(signed("safe-house", body(1, "release", ++number))).statusCode())
                    .isEqualTo(204);
        }

        // Then the desk and their page know
        await().until(() -> Boolean.TRUE.equals(safeHouse().uncounted()));
        assertThat(shown().heard().uncounted()).isTrue();

        // When
        Response claimed = post(signed("safe-house", body(1, "claim", ++number)));

        // Then
        assertThat(claimed.statusCode()).isEqualTo(202);
        assertThat(claimed.body().asByteArray()).isEmpty();
        assertThat(post(signed("safe-house", body(1, "decline", ++number))).statusCode())
                .isEqualTo(204);
        assertThat(shown().heard().number()).isEqualTo(number);

        // When the desk says the same again
        decide(AlertDecided.Decision.CONFIRMED);

        // Then
        await().until(() -> safeHouse().uncounted() == null);
        assertThat(shown().heard().uncounted()).isFalse();
        assertThat(post(signed("safe-house", body(1, "claim", ++number))).statusCode())
                .isEqualTo(204);
        await().until(() -> latest().state() == AlertState.CLAIMED);
    }

    private AlertChanged.PartnerReport safeHouse() {
        return latest().partners().stream()
                .filter(told -> told.name().equals("safe-house"))
                .findFirst()
                .orElseThrow();
    }

    private OpenAlert shown() throws Throwable {
        UUID partnerId = database.id("select id from partner where name = 'safe-house'");
        return VertxContextSupport.subscribeAndAwait(() -> openAlerts.of(partnerId))
                .first()
                .get(0);
    }

    @Test
    void when_all_have_given_it_back_nobody_is_left() throws Exception {
        // Given
        Alert other = Delivery.open(
                        nightDesk.received().get(0).body(), home("night-desk").identity())
                .alerts()
                .get(0);
        post(signed("safe-house", body(1, "decline", 1)));

        // When
        post(signed(
                "night-desk",
                body(1, "release", 1).replace(alert.id().toString(), other.id().toString())));

        // Then
        await().until(() -> latest().state() == AlertState.UNREACHABLE);
    }

    private void secondTier() {
        database.execute("update partner set tier = 2 where name = 'night-desk'");
        database.execute("delete from attempt a using partner_alert n, partner p where n.id = a.partner_alert_id"
                + " and p.id = n.partner_id and p.name = 'night-desk'");
        database.execute(
                "delete from partner_alert n using partner p where p.id = n.partner_id and p.name = 'night-desk'");
    }

    @Test
    void another_partner_cannot_answer_in_its_place() throws Exception {
        refused(401, signed("night-desk", body(1)));
    }

    @Test
    void nobody_can_answer_who_only_knows_the_alerts_id() throws Exception {
        refused(401, given().contentType("application/json").body(body(1)));
        refused(
                401,
                signed(
                        (id, time, body) -> new WebhookSigner(List.of(SigningKey.generate()), List.of())
                                .sign(new WebhookMessage(id, time, body)),
                        clock.instant(),
                        body(1)));
    }

    @Test
    void an_alert_that_does_not_exist_is_answered_like_a_bad_signature() throws Exception {
        // When
        Response unknown = post(signed("safe-house", body(UUID.randomUUID(), 1)));
        Response forged = post(signed("night-desk", body(1)));

        // Then
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body().asString()).isEqualTo(forged.body().asString());
    }

    @Test
    void a_stale_answer_is_refused() throws Exception {
        Home home = home("safe-house");
        refused(401, signed(home::sign, clock.instant().minus(Duration.ofSeconds(301)), body(1)));
        refused(401, signed(home::sign, clock.instant().plus(Duration.ofSeconds(301)), body(1)));
    }

    @Test
    void who_cannot_have_signed_costs_nothing_and_many_at_once_do_not_take_all_connections() throws Exception {
        // Given
        List<RequestSpecification> many = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            many.add(signed("safe-house", body(1)));
        }
        Home home = home("safe-house");
        RequestSpecification stale = signed(home::sign, clock.instant().minus(Duration.ofSeconds(301)), body(1));
        RequestSpecification unsigned = given().contentType("application/json").body(body(1));

        // When nothing can be looked up
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table partner_alert in access exclusive mode");
            many.forEach(one -> answers.add(later(one)));

            // Then
            assertThat(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                            .get(10, TimeUnit.SECONDS))
                    .returns(503, answer -> ((Response) answer).statusCode());
            for (RequestSpecification one : List.of(stale, unsigned)) {
                assertThat(later(one).get(10, TimeUnit.SECONDS)).returns(401, Response::statusCode);
            }
        }
        assertThat(answers)
                .extracting(answer -> answer.get(20, TimeUnit.SECONDS).statusCode())
                .containsOnlyOnce(503)
                .contains(204);
    }

    /** Nobody without an alert's id can take the places that partners need, however much they ask for. */
    @Test
    void strangers_that_fill_every_place_do_not_keep_a_true_answer_out() throws Exception {
        // Given
        RequestSpecification answer = signed("safe-house", body(1));
        List<RequestSpecification> flood = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            flood.add(signed(
                    (id, time, body) -> new WebhookSigner(List.of(SigningKey.generate()), List.of())
                            .sign(new WebhookMessage(id, time, body)),
                    clock.instant(),
                    body(UUID.randomUUID(), 1)));
        }

        // When nothing can be looked up, so that each keeps its place
        List<CompletableFuture<Response>> strangers = new ArrayList<>();
        CompletableFuture<Response> partner;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table partner_alert in access exclusive mode");
            flood.forEach(one -> strangers.add(later(one)));
            await().until(() ->
                    strangers.stream().filter(CompletableFuture::isDone).count() >= 30);
            partner = later(answer);

            // Then
            assertThat(strangers.stream().filter(CompletableFuture::isDone))
                    .allSatisfy(
                            refused -> assertThat(refused.get().statusCode()).isEqualTo(503));
            await().until(() -> database.number(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%partner_alert%'")
                    >= 1);
        }
        assertThat(partner.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }

    @Test
    void a_body_that_was_changed_is_refused() throws Exception {
        refused(401, signed("safe-house", body(1)).body(body(1) + " "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2, 2147483647})
    void a_message_that_was_never_sent_cannot_be_answered(int seq) throws Exception {
        refused(422, signed("safe-house", body(seq)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"id\":\"%s\",\"seq\":1}",
                "{\"id\":\"%s\",\"action\":\"acknowledge\"}",
                "{\"id\":\"%s\",\"seq\":1.5,\"action\":\"acknowledge\"}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"resolve\"}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"claim\",\"number\":0}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"claim\",\"number\":1000001}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"forget\",\"number\":1}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":0}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"acknowledge\",\"note\":\"canary\"}",
                "{\"id\":\"%s\",\"seq\":1,\"seq\":1,\"action\":\"acknowledge\"}",
                "{\"id\":\"%s\",\"seq\":1,\"action\":\"acknowledge\"} more"
            })
    void anything_but_an_acknowledgement_is_refused(String body) throws Exception {
        refused(400, signed("safe-house", body.formatted(alert.id())));
    }

    @Test
    void a_long_body_is_not_read() throws Exception {
        Response response = post(signed("safe-house", body(1) + " ".repeat(2000)));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/partner/acknowledgements,405",
        "PUT,/partner/acknowledgements,405",
        "DELETE,/partner/acknowledgements,405",
        "GET,/partner/details,405",
        "GET,/,404",
        "GET,/partner,404",
        "GET,/partner/acknowledgements/1,404",
        "GET,/alerts,404",
        "GET,/q/health,404",
        "GET,/q/metrics,404",
        "GET,/q/openapi,404",
        "GET,/q/dev-ui,404"
    })
    void there_is_no_other_way_in(String method, String path, int status) {
        Response response = given().request(method, path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void a_body_of_another_type_is_refused() {
        Response response = given().contentType("text/plain").body("{}").post(PATH);
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void what_the_edge_marked_and_somebody_let_go_of_is_none_of_a_flood_as_the_desk_is_told() throws Exception {
        // Given
        UUID marked = UUID.randomUUID();
        int before = safeHouse.received().size();
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(
                        marked,
                        new Threat(Threat.Who.UNSPECIFIED, Threat.When.DAYS, null),
                        new Consents(true),
                        List.of("en"),
                        Instant.parse("2026-11-24T12:00:00Z"),
                        true,
                        null,
                        null));
        await().until(() -> broker.latest(marked).state() == AlertState.DELIVERED);
        UUID theirs = Delivery.open(
                        safeHouse.received().get(before).body(),
                        home("safe-house").identity())
                .alerts()
                .get(0)
                .id();
        press(theirs, "claim", 1);
        await().until(() -> broker.latest(marked).state() == AlertState.CLAIMED);
        assertThat(broker.latest(marked).noFlood()).isNull();

        // When
        press(theirs, "release", 2);

        // Then
        await().until(() -> Boolean.TRUE.equals(broker.latest(marked).noFlood()));
        assertThat(broker.latest(marked).putBackRevision()).isNull();
    }

    private void press(UUID id, String action, int number) throws Exception {
        String body = "{\"id\":\"%s\",\"seq\":1,\"action\":\"%s\",\"number\":%d}".formatted(id, action, number);
        assertThat(post(signed("safe-house", body)).statusCode()).isEqualTo(204);
    }

    private void refused(int status, RequestSpecification request) {
        Response response = post(request);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.jsonPath().getMap("$").keySet()).isEqualTo(Set.of("type", "title", "status", "detail"));
        assertThat(response.body().asString()).doesNotContain("canary");
        assertThat(database.number("select count(*) from partner_alert where state = 'ACKNOWLEDGED'"))
                .isZero();
    }

    private CompletableFuture<Response> later(RequestSpecification request) {
        return CompletableFuture.supplyAsync(() -> post(request), task -> new Thread(task, "partner").start());
    }

    private Response post(RequestSpecification request) {
        return request.post(PATH);
    }

    private String body(int seq) {
        return body(alert.id(), seq);
    }

    private String body(int seq, String action, int number) {
        return "{\"id\":\"%s\",\"seq\":%d,\"action\":\"%s\",\"number\":%d}".formatted(alert.id(), seq, action, number);
    }

    private static String body(UUID id, int seq) {
        return "{\"id\":\"%s\",\"seq\":%d,\"action\":\"acknowledge\"}".formatted(id, seq);
    }

    private RequestSpecification signed(String partner, String body) throws Exception {
        return signed(home(partner)::sign, clock.instant(), body);
    }

    private interface Hand {

        WebhookHeaders sign(String id, Instant time, byte[] body) throws IOException;
    }

    private static RequestSpecification signed(Hand hand, Instant time, String body) throws IOException {
        WebhookHeaders headers = hand.sign(UUID.randomUUID().toString(), time, body.getBytes(UTF_8));
        return given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(body.getBytes(UTF_8));
    }

    private List<Tuple> states() {
        return latest().partners().stream()
                .map(told -> tuple(told.name(), told.state()))
                .toList();
    }

    private AlertChanged latest() {
        List<AlertChanged> changed = broker.desk(alertId);
        return changed.stream()
                .max(java.util.Comparator.comparing(AlertChanged::revision))
                .orElseThrow();
    }

    private Home home(String partner) {
        return new Home(partners.resolve(partner), partners.resolve(partner + ".json"));
    }
}

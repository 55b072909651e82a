package org.penah.notify;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.event.PartnerChanged;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.webhook.WebhookHeaders;

/** A drill goes the way of every alert, to one partner, and is measured to a human's answer. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class DrillTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    MeterRegistry meters;

    @ConfigProperty(name = "test.partners")
    Path partners;

    private final UUID drillId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ? where name = 'night-desk'", nightDesk.url());
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(drillId, "safe-house"));
    }

    @AfterEach
    void stop() {
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void a_drill_is_measured_to_the_answer_of_a_human() throws Exception {
        // Given
        await().until(() -> is(PartnerChanged.Drill.State.DELIVERED));
        Home home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        Alert alert = Delivery.open(safeHouse.received().get(0).body(), home.identity())
                .alerts()
                .get(0);
        assertThat(alert.status()).isEqualTo("Exercise");

        // When
        clock.advance(Duration.ofSeconds(74));
        byte[] answer = "{\"id\":\"%s\",\"seq\":1,\"action\":\"acknowledge\"}"
                .formatted(alert.id())
                .getBytes(UTF_8);
        WebhookHeaders headers = home.sign(UUID.randomUUID().toString(), clock.instant(), answer);
        given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(answer)
                .post("/partner/acknowledgements");

        // Then
        await().until(() -> drill().equals(Optional.of(
                new PartnerChanged.Drill(drillId, TODAY, PartnerChanged.Drill.State.ANSWERED, 74))));
        assertThat(broker.desk(drillId)).extracting(AlertChanged::status).containsOnly("Exercise");
        assertThat(broker.mailbox(drillId)).isEmpty();
    }

    @Test
    void a_drill_that_nobody_answers_expires_and_calls_nobody_else() {
        // Given
        await().until(() -> is(PartnerChanged.Drill.State.DELIVERED));
        assertThat(database.number("select count(*) from alert where opened is not null or look_at is not null"))
                .isZero();

        // When
        clock.advance(Duration.ofMinutes(65));

        // Then
        await().until(() -> is(PartnerChanged.Drill.State.EXPIRED));
        assertThat(nightDesk.received()).isEmpty();
    }

    @Test
    void a_word_about_danger_that_names_a_drill_is_not_lost_unseen() {
        // Given
        await().until(() -> is(PartnerChanged.Drill.State.DELIVERED));
        double before = rejected();

        // When
        broker.confirm(drillId);

        // Then
        await().until(() -> rejected() == before + 1);
    }

    private double rejected() {
        return meters.counter("penah.inbox.rejected").count();
    }

    private boolean is(PartnerChanged.Drill.State state) {
        return drill().filter(drill -> drill.drillId().equals(drillId) && drill.state() == state)
                .isPresent();
    }

    private Optional<PartnerChanged.Drill> drill() {
        return broker.partner("safe-house").map(PartnerChanged::drill);
    }
}

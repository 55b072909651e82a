package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertDecided.Decision;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.SealedAlert;
import org.penah.sealing.webhook.WebhookHeaders;

/** An alert from the broker to a partner and back, through everything that runs. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class AlertJourneyTest {

    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, "145");
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

    @TestHTTPResource("/partner/acknowledgements")
    URI acknowledgements;

    private final UUID alertId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    @BeforeEach
    void startPartners() throws Exception {
        database.execute("truncate alert, notice, attempt");
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        lead("safe-house", safeHouse.url());
        lead("night-desk", nightDesk.url());
    }

    @AfterEach
    void stopPartners() {
        safeHouse.close();
        nightDesk.close();
    }

    private void lead(String partner, String url) {
        database.execute("update partner set url = ?, busy_until = null where name = ?", url, partner);
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

    private void assertBySource() {
        broker.send("/intake", AlertAsserted.TYPE, new AlertAsserted(alertId, THREAT, NO_DETAILS, List.of("en"), DUE));
    }

    private void decide(Decision decision) {
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(alertId, decision, THREAT, NO_DETAILS, List.of("en"), DUE));
    }

    private void awaitState(AlertState state) {
        await().until(() -> broker.desk(alertId).stream().anyMatch(changed -> changed.state() == state));
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
        home.handOver().verifier().verify(headers, received.body(), clock.instant());
        return SealedAlert.open(received.body(), home.identity());
    }

    private Home home(String partner) {
        return new Home(partners.resolve(partner), partners.resolve(partner + ".json"));
    }
}

package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.notify.event.ChannelFault;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.partner.Imports;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.WebhookHeaders;

/** What goes wrong on the way to a partner pages the desk, and ends nothing. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class ChannelTest {

    private static final String DELIVERED = "select count(*) from partner_alert where state = 'DELIVERED'";
    private static final String BUSY = "select count(*) from delivery_lease";

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    Imports imports;

    @ConfigProperty(name = "test.partners")
    Path partners;

    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    /** safe-house is told first, night-desk if nobody there answers. */
    @BeforeEach
    void start() throws Exception {
        await().until(() -> database.number(BUSY) == 0);
        database.execute("truncate alert, partner_alert, attempt");
        clock.reset();
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ?, tier = 2 where name = 'night-desk'", nightDesk.url());
    }

    @AfterEach
    void stop() {
        // First what would be tried again at once.
        database.execute("truncate alert, partner_alert, attempt");
        safeHouse.close();
        nightDesk.close();
        database.execute("update partner set tier = 1, fault = null, withheld = false, signs = false");
        database.execute("delete from delivery_lease");
    }

    @ParameterizedTest
    @CsvSource({"404, REFUSES", "410, REFUSES", "500, REFUSES", "302, REDIRECTS"})
    void what_a_partner_answers_instead_of_a_2xx_pages_the_desk_until_it_is_well(int status, ChannelFault fault) {
        // Given
        safeHouse.answer(PartnerServer.status(status));

        // When
        confirm();

        // Then
        await().until(() -> faults().equals(List.of(fault)));

        // When
        safeHouse.answer(PartnerServer.status(204));
        clock.advance(Duration.ofSeconds(3));

        // Then
        await().until(() -> faults().isEmpty());
    }

    @Test
    void a_fault_of_tls_pages_the_desk_and_the_tries_go_on_until_it_is_mended() {
        // Given a server that speaks no TLS, where it should
        String plain = safeHouse.url();
        database.execute(
                "update partner set url = ? where name = 'safe-house'", plain.replaceFirst("^http:", "https:"));

        // When
        confirm();

        // Then
        await().until(() -> faults().equals(List.of(ChannelFault.INSECURE)));
        assertThat(safeHouse.received()).isEmpty();
        await().until(() -> database.number(BUSY) == 0);

        // When it is as it should be
        database.execute("update partner set url = ? where name = 'safe-house'", plain);
        clock.advance(Duration.ofSeconds(3));

        // Then
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> faults().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"''", "night-desk"})
    void who_has_signed_that_it_took_an_alert_must_go_on(String other) {
        // Given
        safeHouse.answer(signedBy("safe-house"));
        confirm();
        await().until(() -> database.number(DELIVERED) == 1);
        assertThat(database.number("select count(*) from partner where signs")).isEqualTo(1);

        // When somebody else answers at its address
        safeHouse.answer(other.isEmpty() ? PartnerServer.status(204) : signedBy(other));
        confirm();

        // Then
        await().until(() -> faults().equals(List.of(ChannelFault.UNSIGNED)));
        assertThat(database.number(DELIVERED)).isEqualTo(1);

        // When
        safeHouse.answer(signedBy("safe-house"));
        clock.advance(Duration.ofSeconds(3));

        // Then
        await().until(() -> database.number(DELIVERED) == 2);
        await().until(() -> faults().isEmpty());
    }

    @Test
    void another_key_in_the_import_file_is_another_server_that_need_not_sign() throws Throwable {
        // Given
        safeHouse.answer(signedBy("safe-house"));
        confirm();
        await().until(() -> database.number("select count(*) from partner where signs") == 1);
        database.execute("update partner set acknowledgement_key ="
                + " (select acknowledgement_key from partner where name = 'night-desk') where name = 'safe-house'");

        // When
        imports.take(partners.resolve("import.json"));

        // Then
        assertThat(database.number("select count(*) from partner where signs")).isZero();
    }

    @Test
    void who_never_signed_may_go_on_without() {
        // When
        confirm();
        confirm();

        // Then
        await().until(() -> database.number(DELIVERED) == 2);
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 7",
                "3600 | 10",
                "Tue, 24 Nov 2026 10:02:37 GMT | 7",
                "Tuesday, 24-Nov-26 10:02:37 GMT | 7",
                "Tue Nov 24 10:02:37 2026 | 7",
                "Fri, 31 Dec 9999 23:59:59 GMT | 10"
            })
    void a_partner_that_asks_us_to_wait_is_heard_for_one_slot_at_most(String asked, int seconds) {
        // Given
        safeHouse.answer(exchange -> {
            exchange.getResponseHeaders().set("retry-after", asked);
            exchange.sendResponseHeaders(503, -1);
        });
        confirm();
        Instant until = clock.instant().plusSeconds(seconds);

        // Then
        await().until(() ->
                database.number("select count(*) from delivery_lease where until = ?", java.sql.Timestamp.from(until))
                        == 1);

        // When
        safeHouse.answer(PartnerServer.status(204));
        clock.advance(Duration.ofSeconds(seconds));

        // Then
        await().until(() -> safeHouse.received().size() == 2);
        await().until(() -> database.number(BUSY) == 0);
    }

    @Test
    void an_alert_that_may_not_leave_holds_up_no_other_and_pages_the_desk() {
        // Given
        safeHouse.answer(PartnerServer.status(500));
        UUID leaking = confirm();
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> database.number(BUSY) == 0);
        database.execute("update alert set languages = 'xx' where id = ?", leaking);
        safeHouse.answer(PartnerServer.status(204));

        // When
        clock.advance(Duration.ofSeconds(3));
        await().until(() -> faults().contains(ChannelFault.WITHHELD));
        confirm();

        // Then
        await().until(() -> safeHouse.received().size() == 2);
        await().until(() -> faults().equals(List.of(ChannelFault.WITHHELD)));

        // When
        database.execute("update alert set languages = 'en' where id = ?", leaking);
        clock.advance(Duration.ofSeconds(6));

        // Then
        await().until(() -> faults().isEmpty());
    }

    private PartnerServer.Answer signedBy(String partner) {
        Home home = new Home(partners.resolve(partner));
        return exchange -> {
            WebhookHeaders signed =
                    home.sign(exchange.getRequestHeaders().getFirst(WebhookHeaders.ID), clock.instant(), new byte[0]);
            exchange.getResponseHeaders().set(WebhookHeaders.ID, signed.id());
            exchange.getResponseHeaders().set(WebhookHeaders.TIMESTAMP, signed.timestamp());
            exchange.getResponseHeaders().set(WebhookHeaders.SIGNATURE, signed.signature());
            exchange.sendResponseHeaders(204, -1);
        };
    }

    private List<ChannelFault> faults() {
        return broker.partner("safe-house").map(PartnerChanged::faults).orElse(List.of());
    }

    private UUID confirm() {
        UUID alertId = UUID.randomUUID();
        broker.confirm(alertId, "145");
        return alertId;
    }
}

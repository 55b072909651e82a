package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;
import org.penah.triage.TrustedDays;
import org.penah.triage.tip.ClosedTips;

@QuarkusTest
class RetentionTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    Retention retention;

    @Inject
    ClosedTips tips;

    @Inject
    Mutiny.SessionFactory sessions;

    @Test
    void only_what_is_closed_read_free_and_old_goes_and_the_journal_keeps_that_there_was_one() throws Throwable {
        // Given
        Sent old = closed(Sent.routine());
        LocalFolders.putBlob(old.blobId(), new byte[] {1, 2, 3});
        take(old, "note", true);
        Sent held = closed(Sent.routine());
        take(held, "hold", true);
        Sent alerted = closed(Sent.danger("2026-11-24T10:10:00Z"));
        Sent unread = desk.receive(Sent.routine());
        Sent open = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(open) + "/opened", "");
        TrustedDays.at("2027-02-21T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });
        assertThat(desk.view(old).has("tipId")).isTrue();

        // When
        TrustedDays.at("2027-02-22T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });

        // Then
        assertThat(AYSEL.get(Desk.path(old)).statusCode()).isEqualTo(404);
        await().atMost(Desk.LIMIT).until(() -> !LocalFolders.hasBlob(old.blobId()));
        assertThat(LocalPostgres.column("select 1 from step where tip_id = '" + old.tipId() + "'"))
                .isEmpty();
        assertThat(Desk.deeds(old)).endsWith("(timer) tip.expired");
        CloudEvent<JsonNode> told = await().atMost(Desk.LIMIT)
                .until(() -> expired(old), events -> !events.isEmpty())
                .get(0);
        assertThat(Contracts.violations("tip-expired.v1", new String(EventJson.write(told), StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(told.data().path("day").asText()).isEqualTo("2027-02-22");
        assertThat(List.of(held, alerted, unread, open)).allSatisfy(tip -> {
            assertThat(AYSEL.get(Desk.path(tip)).statusCode()).isEqualTo(200);
            assertThat(expired(tip)).isEmpty();
        });
    }

    @Test
    void what_must_be_kept_longer_is_not_in_the_way_of_the_rest() throws Throwable {
        // Given
        Sent tip = closed(Sent.routine());
        LocalPostgres.asOwner("""
                insert into queue_epoch (queue, epoch, recipient, recovery_copy, destroyed_on)
                    values ('archive', 7, 'x', null, '2026-11-24');
                update tip set queue = 'archive', epoch = 7 where tip_id = '%1$s';
                insert into tip (tip_id, blob_id, queue, epoch, lane, language, threat_who, consents_alert,
                        consents_details, sealing, size_class, day, sort_key, first_opened, closed_on)
                    select gen_random_uuid(), gen_random_uuid(), 'archive', 8, lane, language, threat_who, false, false, sealing,
                        size_class, day, sort_key, day, '2026-11-20' from tip, generate_series(1, 5001) where tip_id = '%1$s'""".formatted(tip.tipId()));

        // When
        TrustedDays.at("2026-12-01T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });

        // Then
        List<String> left = LocalPostgres.column("select count(*) from tip where queue = 'archive'");
        LocalPostgres.asOwner(
                "delete from tip where queue = 'archive'; delete from queue_epoch where queue = 'archive'");
        assertThat(left).containsExactly("5001");
        assertThat(Desk.deeds(tip)).endsWith("(timer) tip.expired");
    }

    @Test
    void a_queue_that_keeps_its_tips_for_less_than_the_others_does() throws Throwable {
        // Given
        Sent tip = closed(Sent.routine());
        LocalDate closedOn = LocalDate.parse(
                LocalPostgres.column("select closed_on from tip where tip_id = '%s'".formatted(tip.tipId()))
                        .get(0));
        String queue = LocalPostgres.column("select queue from tip where tip_id = '%s'".formatted(tip.tipId()))
                .get(0);

        // When
        List<UUID> aDayEarlier = due(closedOn.plusDays(9), Map.of(queue, 10));
        List<UUID> onTheDay = due(closedOn.plusDays(10), Map.of(queue, 10));
        List<UUID> ofOthers = due(closedOn.plusDays(10), Map.of("another", 10));

        // Then
        assertThat(onTheDay).contains(tip.tipId());
        assertThat(aDayEarlier).doesNotContain(tip.tipId());
        assertThat(ofOthers).doesNotContain(tip.tipId());
    }

    private List<UUID> due(LocalDate today, Map<String, Integer> daysOf) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(
                        () -> sessions.withTransaction(session -> tips.due(session, today, daysOf, 90, 10_000)))
                .stream()
                .map(ClosedTips.Closed::tipId)
                .toList();
    }

    @Test
    void an_alert_whose_tip_its_source_erased_goes_once_no_late_word_can_make_it_again() throws Throwable {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");
        farEnds.sendFromNotify(tip.alertIs("cancelled", 2));
        String of = "select state from alert where alert_id = '" + tip.alertId() + "'";
        await().atMost(Desk.LIMIT).until(() -> LocalPostgres.column(of).contains("CANCELLED"));
        TrustedDays.at("2026-12-24T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });
        assertThat(LocalPostgres.column(of)).hasSize(1);

        // When
        TrustedDays.at("2026-12-25T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });

        // Then
        assertThat(LocalPostgres.column(of)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, true", "CANCELLED, true", "RESOLVED, false"})
    void an_alert_that_is_over_goes_with_its_tip_and_one_that_a_partner_calls_resolved_is_not(
            String state, boolean goes) throws Throwable {
        // Given
        Sent tip = closed(Sent.danger("2026-11-24T10:10:00Z"));
        LocalPostgres.asOwner("update alert set state = '" + state + "' where alert_id = '" + tip.alertId() + "'");

        // When
        TrustedDays.at("2027-03-01T10:00:00Z", () -> {
            VertxContextSupport.subscribeAndAwait(retention::letGo);
        });

        // Then
        assertThat(AYSEL.get(Desk.path(tip)).statusCode()).isEqualTo(goes ? 404 : 200);
        assertThat(LocalPostgres.column("select 1 from alert where alert_id = '" + tip.alertId() + "'"))
                .hasSize(goes ? 0 : 1);
        LocalPostgres.asOwner("update alert set state = 'CANCELLED' where alert_id = '" + tip.alertId() + "'");
    }

    private List<CloudEvent<JsonNode>> expired(Sent tip) {
        return farEnds.atIntake(tip).stream()
                .filter(event -> event.type().equals("org.penah.tip.expired.v1"))
                .toList();
    }

    private Sent closed(Sent sent) {
        Sent tip = desk.receive(sent);
        AYSEL.post(Desk.path(tip) + "/opened", "");
        take(tip, "close", false);
        return tip;
    }

    private static void take(Sent tip, String kind, boolean noted) {
        assertThat(AYSEL.post(
                                Desk.path(tip) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"note\":%s}"
                                        .formatted(UUID.randomUUID(), kind, noted ? "\"" + SEALED + "\"" : "null"))
                        .statusCode())
                .isEqualTo(204);
    }
}

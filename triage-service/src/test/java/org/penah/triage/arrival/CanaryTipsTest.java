package org.penah.triage.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.outbox.CloudEvent;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Tips of our own synthetic source. */
@QuarkusTest
class CanaryTipsTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final String DUE = "2026-11-24T10:10:00Z";

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Test
    void one_is_confirmed_to_notify_and_opened_to_its_source_and_nobody_at_the_desk_sees_it() {
        // Given
        Sent canary = Sent.danger(DUE);
        LocalFolders.putBlob(canary.blobId(), new byte[] {1});

        // When
        sendAsCanary(canary);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !atNotify(canary).isEmpty());
        assertThat(atNotify(canary)).singleElement().satisfies(decided -> {
            assertThat(decided.path("decision").asText()).isEqualTo("confirmed");
            assertThat(decided.path("canary").asBoolean()).isTrue();
        });
        await().atMost(Desk.LIMIT).until(() -> !farEnds.atIntake(canary).isEmpty());
        assertThat(farEnds.atIntake(canary)).extracting(CloudEvent::type).containsExactly("org.penah.tip.opened.v1");
        assertThat(AYSEL.get(Desk.path(canary)).statusCode()).isEqualTo(404);
        assertThat(LocalPostgres.column(
                        "select alert_id::text from alert where alert_id = '%s'".formatted(canary.alertId())))
                .isEmpty();
        await().atMost(Desk.LIMIT).until(() -> !LocalFolders.hasBlob(canary.blobId()));
    }

    @Test
    void one_whose_sealed_file_cannot_be_read_is_not_passed_on() {
        // Given
        Sent lost = Sent.danger(DUE);
        Sent next = Sent.danger(DUE);
        LocalFolders.putBlob(next.blobId(), new byte[] {1});

        // When
        sendAsCanary(lost);
        sendAsCanary(next);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !atNotify(next).isEmpty());
        assertThat(atNotify(lost)).isEmpty();
        assertThat(farEnds.atIntake(lost)).isEmpty();
    }

    private void sendAsCanary(Sent tip) {
        String event = new String(tip.event(), StandardCharsets.UTF_8);
        farEnds.sendFromIntake(
                event.replace("\"sealing\"", "\"canary\":true,\"sealing\"").getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> atNotify(Sent tip) {
        return farEnds.dataAtNotify(tip.alertId().toString());
    }
}

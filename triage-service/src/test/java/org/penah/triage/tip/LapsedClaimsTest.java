package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.penah.triage.Desk;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class LapsedClaimsTest {

    @Inject
    Desk desk;

    @Inject
    LapsedClaims lapsedClaims;

    @Test
    void a_claim_that_was_not_renewed_ends_and_leaves_no_time_behind() throws Throwable {
        // Given
        Sent lapsed = held("'2026-11-24T10:00:00Z'");
        Sent running = held("'2026-11-24T10:05:00Z'");
        Sent assigned = held("null");

        // When
        VertxContextSupport.subscribeAndAwait(lapsedClaims::release);

        // Then
        assertThat(desk.view(lapsed).has("assignee")).isFalse();
        assertThat(desk.view(running).at("/assignee/name").asText()).isEqualTo("rauf");
        assertThat(desk.view(assigned).at("/assignee/name").asText()).isEqualTo("rauf");
    }

    private Sent held(String until) {
        Sent tip = desk.receive(Sent.routine());
        LocalPostgres.column("update tip set assignee = 'rauf', assigned_until = %s where tip_id = '%s' returning 1"
                .formatted(until, tip.tipId()));
        return tip;
    }
}

package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.content.SealedBody;
import org.penah.notify.content.SignedRequest;
import org.penah.notify.content.StateContent;
import org.penah.notify.delivery.OpenAlertsQuery;
import org.penah.notify.partner.Endpoint;
import org.penah.notify.partner.Partners;

/** Looks up what a partner is to know, seals and signs it. */
@ApplicationScoped
class SlotRequestBuilder {

    private final Partners partners;
    private final OpenAlertsQuery openAlerts;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final long seconds;

    SlotRequestBuilder(
            Partners partners,
            OpenAlertsQuery openAlerts,
            Mutiny.SessionFactory sessions,
            Clock clock,
            SlotConfig config) {
        this.partners = partners;
        this.openAlerts = openAlerts;
        this.sessions = sessions;
        this.clock = clock;
        this.seconds = Math.max(1, config.length().toSeconds());
    }

    /** Where a partner is, and all that it is to know. */
    Uni<SlotRequest> pack(UUID partnerId) {
        return sessions.withSession(session -> partners.endpoint(session, partnerId))
                .chain(endpoint -> packed(endpoint, partnerId)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(packed -> seal(endpoint, packed)));
    }

    private Uni<StateContent.Packed> packed(Endpoint endpoint, UUID partnerId) {
        return openAlerts.of(partnerId).chain(open -> {
            StateContent.Packed packed = StateContent.pack(open, endpoint.name(), seconds);
            return openAlerts
                    .leaving(packed.told())
                    // Again: an alert that was cancelled meanwhile must not leave, for nobody would be told of its end.
                    .chain(may -> may ? Uni.createFrom().item(packed) : packed(endpoint, partnerId));
        });
    }

    /** What is sent when the database cannot be read: the heartbeat continues, and the partner sees that we have a fault. */
    SlotRequest ofTrouble(Endpoint endpoint) {
        StateContent trouble = StateContent.ofTrouble(endpoint.name(), seconds);
        return seal(endpoint, new StateContent.Packed(trouble, List.of(), false));
    }

    private SlotRequest seal(Endpoint endpoint, StateContent.Packed packed) {
        byte[] body = SealedBody.of(packed.content(), endpoint.recipient());
        String id = UUID.randomUUID().toString();
        return new SlotRequest(
                endpoint,
                id,
                SignedRequest.headers(endpoint.signer(), id, clock.instant(), body),
                body,
                packed.told(),
                packed.withheld());
    }
}

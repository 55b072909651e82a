package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.penah.notify.content.SealedBody;
import org.penah.notify.content.SignedRequest;
import org.penah.notify.content.StateContent;
import org.penah.notify.delivery.HeartbeatPool;
import org.penah.notify.delivery.OpenAlertsQuery;
import org.penah.notify.partner.Endpoint;
import org.penah.notify.partner.Partners;

/** Looks up what a partner is to know, seals and signs it. */
@ApplicationScoped
class SlotRequestBuilder {

    /** Longer than a change of an alert takes, and far shorter than what is left until the beat. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Partners partners;
    private final OpenAlertsQuery openAlerts;
    private final Pool pool;
    private final Clock clock;
    private final long seconds;

    SlotRequestBuilder(
            Partners partners, OpenAlertsQuery openAlerts, @HeartbeatPool Pool pool, Clock clock, SlotConfig config) {
        this.partners = partners;
        this.openAlerts = openAlerts;
        this.pool = pool;
        this.clock = clock;
        this.seconds = Math.max(1, config.length().toSeconds());
    }

    /** Where a partner is, and all that it is to know. */
    Uni<SlotRequest> pack(UUID partnerId) {
        return partners.endpoint(pool, partnerId)
                .chain(endpoint -> packed(endpoint, partnerId, Set.of(), true)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(packed -> seal(endpoint, packed)));
    }

    /**
     * Packs again what changed meanwhile: an alert that was cancelled must not leave, for nobody would be told of its end.
     *
     * @param left those that may not leave now
     * @param waits whether to give a change a moment to end, before what it has locked is left out
     */
    private Uni<StateContent.Packed> packed(Endpoint endpoint, UUID partnerId, Set<UUID> left, boolean waits) {
        return openAlerts.of(partnerId).chain(open -> {
            StateContent.Packed packed = StateContent.pack(open.without(left), endpoint.name(), seconds);
            return openAlerts.leaving(packed.told()).chain(more -> {
                if (more.isEmpty()) {
                    return Uni.createFrom().item(packed);
                }
                if (waits) {
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(MOMENT)
                            .chain(() -> packed(endpoint, partnerId, left, false));
                }
                Set<UUID> all = new HashSet<>(left);
                all.addAll(more);
                return packed(endpoint, partnerId, all, false);
            });
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

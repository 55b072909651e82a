package org.penah.notify.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.egress.Outcome;
import org.penah.notify.event.ChannelFault;

/**
 * Keeps what is wrong with the channel to a partner, and pages the desk.
 *
 * <p>No failure ends the tries, whatever a server answers: anybody who holds its address could answer so.
 */
@ApplicationScoped
public class ChannelFaults {

    private static final Logger LOG = Logger.getLogger(ChannelFaults.class);

    private final PartnerPublisher publisher;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    ChannelFaults(PartnerPublisher publisher, Mutiny.SessionFactory sessions, Clock clock) {
        this.publisher = publisher;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Keeps how a try ended.
     *
     * @param withheld whether an alert was left out of it, or is held back
     * @param silent whether the partner does not answer heartbeats
     * @return whether who can be reached has changed
     */
    public Uni<Boolean> tried(UUID partnerId, Outcome outcome, boolean withheld, boolean silent) {
        // Most tries end like the one before: the row is locked only if this one does not.
        return sessions.withSession(session -> session.find(Partner.class, partnerId))
                .chain(known -> known.isNews(fault(outcome, known.fault), withheld, silent)
                        ? sessions.withTransaction(
                                session -> session.find(Partner.class, partnerId, LockModeType.PESSIMISTIC_WRITE)
                                        .chain(partner -> keep(session, partner, outcome, withheld, silent)))
                        : Uni.createFrom().item(false));
    }

    private Uni<Boolean> keep(
            Mutiny.Session session, Partner partner, Outcome outcome, boolean withheld, boolean silent) {
        boolean wasReached = !partner.isSilent();
        partner.fault = fault(outcome, partner.fault);
        partner.withheld = withheld;
        if (silent != (partner.silentSince != null)) {
            partner.silentSince = silent ? clock.instant().truncatedTo(ChronoUnit.MINUTES) : null;
        }
        if (!partner.faults().isEmpty()) {
            LOG.errorf("ALARM: the channel to a partner is in trouble: %s", partner.faults());
        }
        return publisher.tell(session, partner).replaceWith(partner.isSilent() == wasReached);
    }

    private static @Nullable ChannelFault fault(Outcome outcome, @Nullable ChannelFault known) {
        return switch (outcome.kind()) {
            case ACCEPTED -> null;
            case REFUSED -> ChannelFault.REFUSES;
            case UNSIGNED -> ChannelFault.UNSIGNED;
            case REDIRECTED -> ChannelFault.REDIRECTS;
            case TIMED_OUT, UNREACHABLE -> ChannelFault.UNREACHABLE;
            case INSECURE -> ChannelFault.INSECURE;
            case FORBIDDEN_ADDRESS -> ChannelFault.FORBIDDEN;
            case WITHHELD, FAULT -> known;
        };
    }
}

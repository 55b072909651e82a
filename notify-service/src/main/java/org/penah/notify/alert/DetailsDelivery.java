package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.details.Details;
import org.penah.notify.event.DetailsApproved;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;

/**
 * Hands details over to a partner that knows of the alert, for as long as the source allows it and the alert runs.
 *
 * <p>An alert names the oldest that lies unread; once it is fetched, the next.
 */
@ApplicationScoped
public class DetailsDelivery {

    private final Details details;
    private final Partners partners;
    private final AlertPublisher publisher;
    private final Clock clock;

    DetailsDelivery(Details details, Partners partners, AlertPublisher publisher, Clock clock) {
        this.details = details;
        this.partners = partners;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Produces
    @Singleton
    EventHandler<DetailsApproved> onDetailsApproved() {
        return EventHandler.of("triage", DetailsApproved.TYPE, DetailsApproved.class, this::take);
    }

    /** The same, as a triage-service from before 2026-11-30 names it. */
    @Produces
    @Singleton
    EventHandler<DetailsApproved> onDetailsReleased() {
        return EventHandler.of("triage", "org.penah.details.released.v1", DetailsApproved.class, this::take);
    }

    /** Keeps details and says so to the partner; what may not be handed over is refused, and the desk hears of it. */
    Uni<Void> take(Mutiny.Session session, DetailsApproved approved) {
        return Alerts.locked(session, approved.alertId())
                .chain(alert -> details.isKnown(session, approved.detailsId())
                        .chain(known -> known
                                ? Uni.createFrom().voidItem()
                                : alert != null && alert.allowsDetails(clock.instant())
                                        ? take(session, approved, alert)
                                        : details.refuse(session, approved)));
    }

    private Uni<Void> take(Mutiny.Session session, DetailsApproved approved, Alert alert) {
        return partners.candidates(session)
                .chain(candidates -> Alerts.partnerAlerts(session, alert).chain(partnerAlerts -> {
                    PartnerAlert partnerAlert = partnerAlerts.stream()
                            .filter(one -> candidates.stream().anyMatch(candidate -> isTo(approved, candidate, one)))
                            .findFirst()
                            .orElse(null);
                    return partnerAlert == null
                            ? details.refuse(session, approved)
                            : details.keep(session, approved, partnerAlert.id)
                                    .chain(first -> name(session, alert, partnerAlerts, partnerAlert, first));
                }));
    }

    private static boolean isTo(DetailsApproved approved, Candidate candidate, PartnerAlert partnerAlert) {
        return candidate.id().equals(partnerAlert.partnerId) && candidate.name().equals(approved.partner());
    }

    private Uni<Void> name(
            Mutiny.Session session,
            Alert alert,
            List<PartnerAlert> partnerAlerts,
            PartnerAlert partnerAlert,
            @Nullable UUID first) {
        if (first == null || first.equals(partnerAlert.handOver)) {
            return Uni.createFrom().voidItem();
        }
        partnerAlert.handOver(first, clock.instant());
        return Alerts.wakeDelivery(session)
                .chain(() -> publisher.changed(session, TrackedAlert.of(alert, partnerAlerts)));
    }

    /**
     * Gives details to a partner that was told of an alert, which the caller has checked.
     *
     * @param request the id of the partner's request, under which a lost answer may be asked for again
     * @return an age file; none if there is nothing, or no more
     */
    public Uni<Optional<byte[]>> fetch(Mutiny.Session session, UUID partnerAlertId, UUID handOver, String request) {
        Instant now = clock.instant();
        return Alerts.alertOf(session, partnerAlertId)
                .chain(alertId -> Alerts.locked(session, alertId))
                .chain(alert -> !alert.allowsDetails(now)
                        ? Uni.createFrom().item(Optional.<byte[]>empty())
                        : details.fetch(session, handOver, partnerAlertId, request)
                                .chain(fetched -> fetched == null
                                        ? Uni.createFrom().item(Optional.<byte[]>empty())
                                        : (fetched.first()
                                                        ? nameNext(session, alert, partnerAlertId)
                                                        : Uni.createFrom().voidItem())
                                                .replaceWith(Optional.of(fetched.file()))));
    }

    private Uni<Void> nameNext(Mutiny.Session session, Alert alert, UUID partnerAlertId) {
        return details.next(session, partnerAlertId)
                .chain(next -> Alerts.partnerAlerts(session, alert).chain(partnerAlerts -> {
                    PartnerAlert partnerAlert = partnerAlerts.stream()
                            .filter(one -> one.id.equals(partnerAlertId))
                            .findFirst()
                            .orElseThrow();
                    return name(session, alert, partnerAlerts, partnerAlert, next);
                }));
    }

    /** Destroys what lies there for an alert of which nobody may have details any more. */
    Uni<Void> destroy(Mutiny.Session session, TrackedAlert tracked) {
        tracked.partnerAlerts().forEach(partnerAlert -> partnerAlert.handOver = null);
        return details.destroy(session, tracked.alert().id);
    }

    /** Destroys what lies there for a partner that is none any more. */
    Uni<Void> end(Mutiny.Session session, PartnerAlert partnerAlert) {
        partnerAlert.handOver = null;
        return details.destroyOf(session, partnerAlert.id);
    }
}

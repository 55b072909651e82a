package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.details.Details;
import org.penah.notify.event.DetailsReleased;
import org.penah.notify.partner.Offer;
import org.penah.notify.partner.Partners;

/**
 * Hands details over to a partner that knows of the alert, for as long as the source allows it and the alert runs.
 *
 * <p>An alert names the oldest that lies unread; once it is fetched, the next.
 */
@ApplicationScoped
public class HandOvers {

    private final Details details;
    private final Partners partners;
    private final News news;
    private final Clock clock;

    HandOvers(Details details, Partners partners, News news, Clock clock) {
        this.details = details;
        this.partners = partners;
        this.news = news;
        this.clock = clock;
    }

    /** Keeps details and says so to the partner; what may not be handed over is refused, and the desk hears of it. */
    Uni<Void> release(Mutiny.Session session, DetailsReleased released) {
        return Alerts.locked(session, released.alertId())
                .chain(alert -> details.isKnown(session, released.detailsId())
                        .chain(known -> known
                                ? Uni.createFrom().voidItem()
                                : alert != null && alert.allowsDetails(clock.instant())
                                        ? release(session, released, alert)
                                        : details.refuse(session, released)));
    }

    private Uni<Void> release(Mutiny.Session session, DetailsReleased released, Alert alert) {
        return partners.offers(session)
                .chain(offers -> Alerts.notices(session, alert).chain(notices -> {
                    Notice notice = notices.stream()
                            .filter(one -> offers.stream().anyMatch(offer -> isTo(released, offer, one)))
                            .findFirst()
                            .orElse(null);
                    return notice == null
                            ? details.refuse(session, released)
                            : details.keep(session, released, notice.id)
                                    .chain(first -> name(session, alert, notices, notice, first));
                }));
    }

    private static boolean isTo(DetailsReleased released, Offer offer, Notice notice) {
        return offer.id().equals(notice.partnerId) && offer.name().equals(released.partner());
    }

    private Uni<Void> name(
            Mutiny.Session session, Alert alert, List<Notice> notices, Notice notice, @Nullable UUID first) {
        if (first == null || first.equals(notice.handOver)) {
            return Uni.createFrom().voidItem();
        }
        notice.handOver(first, clock.instant());
        return Alerts.wakeDelivery(session).chain(() -> news.changed(session, TrackedAlert.of(alert, notices)));
    }

    /**
     * Gives details to the partner of a notice, which the caller has made sure of.
     *
     * @param request the id of the partner's request, under which a lost answer may be asked for again
     * @return an age file; none if there is nothing, or no more
     */
    public Uni<Optional<byte[]>> fetch(Mutiny.Session session, UUID noticeId, UUID handOver, String request) {
        Instant now = clock.instant();
        return Alerts.alertOf(session, noticeId)
                .chain(alertId -> Alerts.locked(session, alertId))
                .chain(alert -> !alert.allowsDetails(now)
                        ? Uni.createFrom().item(Optional.<byte[]>empty())
                        : details.fetch(session, handOver, noticeId, request)
                                .chain(fetched -> fetched == null
                                        ? Uni.createFrom().item(Optional.<byte[]>empty())
                                        : (fetched.first()
                                                        ? nameNext(session, alert, noticeId)
                                                        : Uni.createFrom().voidItem())
                                                .replaceWith(Optional.of(fetched.file()))));
    }

    private Uni<Void> nameNext(Mutiny.Session session, Alert alert, UUID noticeId) {
        return details.next(session, noticeId)
                .chain(next -> Alerts.notices(session, alert).chain(notices -> {
                    Notice notice = notices.stream()
                            .filter(one -> one.id.equals(noticeId))
                            .findFirst()
                            .orElseThrow();
                    return name(session, alert, notices, notice, next);
                }));
    }

    /** Destroys what lies there for an alert of which nobody may have details any more. */
    Uni<Void> destroy(Mutiny.Session session, TrackedAlert tracked) {
        tracked.notices().forEach(notice -> notice.handOver = null);
        return details.destroy(session, tracked.alert().id);
    }

    /** Destroys what lies there for a partner that is none any more. */
    Uni<Void> end(Mutiny.Session session, Notice notice) {
        notice.handOver = null;
        return details.destroyOf(session, notice.id);
    }
}

package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.NoticeState;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.partner.Offer;
import org.penah.notify.partner.Partners;
import org.penah.outbox.Outbox;

/** Tells the desk, and the source's mailbox, how an alert stands; in the transaction that changed it. */
@ApplicationScoped
class News {

    private static final String TRIAGE = "triage";
    private static final String INTAKE = "intake";

    private final Outbox outbox;
    private final Partners partners;
    private final Clock clock;

    News(Outbox outbox, Partners partners, Clock clock) {
        this.outbox = outbox;
        this.partners = partners;
        this.clock = clock;
    }

    Uni<Void> changed(Mutiny.Session session, TrackedAlert tracked) {
        Alert alert = tracked.alert();
        List<Notice> notices = tracked.notices();
        if (alert.kind() == AlertLifecycle.Kind.CANARY) {
            return Uni.createFrom().voidItem();
        }
        alert.revision++;
        return partners.known(session).chain(offers -> {
            Map<UUID, Offer> known = offers.stream().collect(Collectors.toMap(Offer::id, Function.identity()));
            Function<Notice, AlertChanged.Told> told =
                    notice -> told(notice, Objects.requireNonNull(known.get(notice.partnerId)));
            AlertChanged changed = new AlertChanged(
                    alert.id,
                    alert.revision,
                    alert.state,
                    alert.basis,
                    notices.stream().map(told).toList(),
                    alert.kind() == AlertLifecycle.Kind.DRILL ? "Exercise" : null);
            return outbox.append(session, TRIAGE, AlertChanged.TYPE, changed)
                    .chain(() -> alert.kind() == AlertLifecycle.Kind.DRILL
                            ? drilled(session, alert, notices.get(0))
                            : tellSource(session, tracked));
        });
    }

    private Uni<Void> drilled(Mutiny.Session session, Alert drill, Notice notice) {
        PartnerChanged.Drill.State state = notice.answeredSeq > 0
                ? PartnerChanged.Drill.State.ANSWERED
                : drill.state == AlertState.EXPIRED
                        ? PartnerChanged.Drill.State.EXPIRED
                        : notice.deliveredSeq > 0
                                ? PartnerChanged.Drill.State.DELIVERED
                                : PartnerChanged.Drill.State.OPEN;
        // A clock may have been set back meanwhile.
        long seconds = drill.ordered == null
                ? 0
                : Math.max(0, Duration.between(drill.ordered, clock.instant()).toSeconds());
        return partners.drilled(session, notice.partnerId, drill.id, state, Math.toIntExact(seconds))
                .chain(isReady -> isReady
                        ? session.createNativeQuery(
                                        "update alert set look_at = least(opened, ?1) where opened is not null and expires > ?1")
                                .setParameter(1, clock.instant())
                                .executeUpdate()
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private static AlertChanged.Told told(Notice notice, Offer partner) {
        Instant until = notice.state == NoticeState.CLAIMED ? notice.claimedUntil : null;
        return new AlertChanged.Told(
                partner.name(),
                notice.state,
                notice.attempts,
                notice.since,
                until == null ? null : Coarse.fiveMinutes(until),
                partner.timingVisible() ? true : null);
    }

    private Uni<Void> tellSource(Mutiny.Session session, TrackedAlert tracked) {
        Alert alert = tracked.alert();
        if (alert.told == null || !tracked.isNewsForSource()) {
            return Uni.createFrom().voidItem();
        }
        alert.words++;
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return outbox.append(
                session, INTAKE, AlertAnswered.TYPE, new AlertAnswered(alert.id, alert.told, alert.words, today));
    }
}

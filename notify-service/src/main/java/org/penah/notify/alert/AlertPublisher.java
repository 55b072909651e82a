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
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Partners;
import org.penah.outbox.Outbox;

/** Tells the desk, and the source's mailbox, how an alert stands; in the transaction that changed it. */
@ApplicationScoped
class AlertPublisher {

    private static final String TRIAGE = "triage";
    private static final String INTAKE = "intake";

    private final Outbox outbox;
    private final Partners partners;
    private final Clock clock;

    AlertPublisher(Outbox outbox, Partners partners, Clock clock) {
        this.outbox = outbox;
        this.partners = partners;
        this.clock = clock;
    }

    Uni<Void> changed(Mutiny.Session session, TrackedAlert tracked) {
        Alert alert = tracked.alert();
        List<PartnerAlert> partnerAlerts = tracked.partnerAlerts();
        if (alert.kind() == AlertLifecycle.Kind.CANARY || alert.kind() == AlertLifecycle.Kind.STAFF) {
            return Uni.createFrom().voidItem();
        }
        if (alert.kind() == AlertLifecycle.Kind.CANARY_TIP) {
            // The desk holds no such tip.
            return tellSource(session, tracked);
        }
        alert.revision++;
        return partners.known(session).chain(candidates -> {
            Map<UUID, Candidate> known =
                    candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity()));
            Function<PartnerAlert, AlertChanged.PartnerReport> told =
                    partnerAlert -> told(partnerAlert, Objects.requireNonNull(known.get(partnerAlert.partnerId)));
            AlertChanged changed = new AlertChanged(
                    alert.id,
                    alert.revision,
                    alert.state,
                    alert.basis,
                    partnerAlerts.stream()
                            // Canary partners, if it was once taken for a canary tip's.
                            .filter(partnerAlert -> known.containsKey(partnerAlert.partnerId))
                            .map(told)
                            .toList(),
                    alert.overdue ? true : null,
                    alert.kind() == AlertLifecycle.Kind.DRILL ? "Exercise" : null,
                    alert.flood || alert.floodRevision == 0 ? null : alert.floodRevision,
                    alert.isUnaskedNoFlood() ? true : null,
                    alert.kind() == AlertLifecycle.Kind.DRILL ? null : alert.threat(),
                    alert.heard());
            return outbox.append(session, TRIAGE, AlertChanged.TYPE, changed)
                    .chain(() -> alert.kind() == AlertLifecycle.Kind.DRILL
                            ? drilled(session, alert, partnerAlerts.get(0))
                            : tellSource(session, tracked));
        });
    }

    private Uni<Void> drilled(Mutiny.Session session, Alert drill, PartnerAlert partnerAlert) {
        PartnerChanged.Drill.State state = partnerAlert.answeredSeq > 0
                ? PartnerChanged.Drill.State.ANSWERED
                : drill.state == AlertState.EXPIRED
                        ? PartnerChanged.Drill.State.EXPIRED
                        : partnerAlert.deliveredSeq > 0
                                ? PartnerChanged.Drill.State.DELIVERED
                                : PartnerChanged.Drill.State.OPEN;
        // A clock may have been set back meanwhile.
        long seconds = drill.ordered == null
                ? 0
                : Math.max(0, Duration.between(drill.ordered, clock.instant()).toSeconds());
        return partners.drilled(session, partnerAlert.partnerId, drill.id, state, Math.toIntExact(seconds))
                .chain(isReady -> isReady
                        ? session.createNativeQuery(AlertSql.LOOK_AGAIN.replace("$1", "?1"))
                                .setParameter(1, clock.instant())
                                .executeUpdate()
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private static AlertChanged.PartnerReport told(PartnerAlert partnerAlert, Candidate partner) {
        Instant until = partnerAlert.holds() ? partnerAlert.heldUntil : null;
        return new AlertChanged.PartnerReport(
                partner.name(),
                partnerAlert.state,
                partnerAlert.attempts,
                partnerAlert.since,
                until == null ? null : TimeRounding.fiveMinutes(until),
                partner.timingVisible() ? true : null,
                partnerAlert.byTelephone ? true : null,
                partnerAlert.isUncounted() ? true : null);
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

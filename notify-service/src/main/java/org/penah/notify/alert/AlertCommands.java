package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertTelephoned;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.PartnerDecided;
import org.penah.notify.event.StaffCalled;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;
import org.penah.outbox.RefusedEventException;

/** Does what sources and the desk say of alerts, in their events' transactions. */
@ApplicationScoped
class AlertCommands {

    private final Alerts alerts;
    private final Partners partners;
    private final CanaryTips canaryTips;
    private final Clock clock;

    AlertCommands(Alerts alerts, Partners partners, CanaryTips canaryTips, Clock clock) {
        this.alerts = alerts;
        this.partners = partners;
        this.canaryTips = canaryTips;
        this.clock = clock;
    }

    @Produces
    @Singleton
    EventHandler<AlertAsserted> onAlertAsserted() {
        return EventHandler.of("intake", AlertAsserted.TYPE, AlertAsserted.class, this::assertBySource);
    }

    @Produces
    @Singleton
    EventHandler<AlertDecided> onAlertDecided() {
        return EventHandler.of("triage", AlertDecided.TYPE, AlertDecided.class, this::decide);
    }

    @Produces
    @Singleton
    EventHandler<AlertWithdrawn> onAlertWithdrawn() {
        return EventHandler.of("intake", AlertWithdrawn.TYPE, AlertWithdrawn.class, this::withdraw);
    }

    @Produces
    @Singleton
    EventHandler<PartnerDecided> onPartnerDecided() {
        return EventHandler.of("triage", PartnerDecided.TYPE, PartnerDecided.class, this::follow);
    }

    @Produces
    @Singleton
    EventHandler<StaffCalled> onStaffCalled() {
        return EventHandler.of("triage", StaffCalled.TYPE, StaffCalled.class, this::callStaff);
    }

    @Produces
    @Singleton
    EventHandler<AlertTelephoned> onAlertTelephoned() {
        return EventHandler.of("triage", AlertTelephoned.TYPE, AlertTelephoned.class, this::telephoned);
    }

    /** Takes what a partner said on the telephone. If its time is over, or they are no partner any more, nothing changes but that it came. */
    private Uni<Void> telephoned(Mutiny.Session session, AlertTelephoned said) {
        Instant now = clock.instant();
        return Alerts.locked(session, said.alertId())
                .invoke(alert -> {
                    if (alert == null || alert.kind() != AlertLifecycle.Kind.DANGER) {
                        throw new RefusedEventException("no alert of danger was told on the telephone");
                    }
                })
                .chain(alert -> partners.candidates(session).chain(candidates -> {
                    Optional<UUID> partnerId = candidates.stream()
                            .filter(candidate -> candidate.name().equals(said.partner()))
                            .map(Candidate::id)
                            .findFirst();
                    return alerts.change(session, alert, tracked -> {
                        tracked.hear(said.number());
                        if (partnerId.isPresent()
                                && said.until().isAfter(now)
                                && !tracked.telephoned(partnerId.get(), event(said), said.until(), now)) {
                            throw new RefusedEventException("a partner answers that was not told");
                        }
                    });
                }));
    }

    private static PartnerAlertLifecycle.Event event(AlertTelephoned said) {
        return switch (said.answer()) {
            case ACKNOWLEDGE -> PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE;
            case DECLINE -> PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE;
        };
    }

    /** Opens an alert for staff, once, or ends it; one that has ended is not opened any more, even if the word of its end came first. */
    private Uni<Void> callStaff(Mutiny.Session session, StaffCalled called) {
        boolean ends = called.over() != null;
        return Alerts.locked(session, called.ownId())
                .chain(known -> known == null
                        ? begin(session, Alert.staff(called.ownId(), clock.instant()), ends)
                        : ends
                                ? alerts.change(session, known, tracked -> tracked.cancel(clock.instant()))
                                : Uni.createFrom().voidItem());
    }

    /** Opens an alert on the source's word, once; one that the desk was faster with stays as the desk decided. */
    Uni<Void> assertBySource(Mutiny.Session session, AlertAsserted asserted) {
        UUID id = asserted.alertId();
        return AlertConsent.lock(session, id)
                .chain(() -> ofDanger(session, id))
                .chain(known -> known == null
                        ? AlertConsent.said(session, id, asserted.consents(), asserted.decisionKey())
                                .chain(allowed ->
                                        begin(session, Alert.of(asserted, allowed, clock.instant()), !allowed.alert()))
                        : known.isShownReal(asserted.canary())
                                ? becomeReal(session, known, asserted)
                                : Uni.createFrom().voidItem());
    }

    private Uni<Void> becomeReal(Mutiny.Session session, Alert known, AlertAsserted asserted) {
        return AlertConsent.said(session, known.id, asserted.consents(), asserted.decisionKey())
                .chain(allowed -> alerts.change(session, known, tracked -> {
                    Instant now = clock.instant();
                    tracked.becomeReal(alert -> alert.becomeReal(asserted, allowed, now), now);
                    tracked.withdraw(allowed, now);
                }));
    }

    private Uni<Void> begin(Mutiny.Session session, Alert alert, boolean cancels) {
        TrackedAlert tracked = TrackedAlert.opened(alert);
        if (cancels) {
            tracked.cancel(clock.instant());
        }
        return session.persist(alert)
                .chain(() -> callCanaries(session, tracked))
                .chain(() -> alerts.keep(session, tracked));
    }

    private Uni<Void> callCanaries(Mutiny.Session session, TrackedAlert tracked) {
        return tracked.alert().kind() == AlertLifecycle.Kind.CANARY_TIP
                        && !tracked.alert().isOver()
                ? partners.canaries(session)
                        .invoke(canaries -> tracked.callOnly(canaries, clock.instant()))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** Confirms or cancels an alert, known or not. A cancelled alert stays cancelled. */
    Uni<Void> decide(Mutiny.Session session, AlertDecided decided) {
        return AlertConsent.said(session, decided.alertId(), decided.consents(), decided.decisionKey())
                .chain(allowed -> decide(session, decided, allowed));
    }

    private Uni<Void> decide(Mutiny.Session session, AlertDecided decided, AlertConsent allowed) {
        boolean cancels = decided.decision() == AlertDecided.Decision.CANCELLED || !allowed.alert();
        return ofDanger(session, decided.alertId())
                .chain(known -> known == null
                        ? begin(session, opened(decided, allowed), cancels)
                        : alerts.change(session, known, tracked -> {
                            tracked.hear(decided.number());
                            if (known.isShownReal(decided.canary())) {
                                tracked.becomeReal(Alert::becomeReal, clock.instant());
                            }
                            if (cancels) {
                                tracked.cancel(clock.instant());
                            } else if (decided.decision() == AlertDecided.Decision.CALL_OTHERS) {
                                tracked.callOthers(clock.instant());
                            } else if (decided.decision().isAboutFlood()) {
                                tracked.mark(decided, clock.instant());
                            } else {
                                tracked.confirm(decided, allowed, clock.instant());
                            }
                        }));
    }

    private Alert opened(AlertDecided decided, AlertConsent allowed) {
        Alert alert = decided.decision().isAboutFlood()
                ? Alert.asserted(decided, allowed, clock.instant())
                : Alert.of(decided, allowed, clock.instant());
        alert.hear(decided.number());
        return alert;
    }

    /**
     * Takes back what the source took back: the alert from everybody who was told, or the consent to details. One that has not
     * come yet is cancelled when it comes.
     */
    Uni<Void> withdraw(Mutiny.Session session, AlertWithdrawn withdrawn) {
        UUID id = withdrawn.alertId();
        return AlertConsent.lock(session, id)
                .chain(() -> ofDanger(session, id))
                .chain(alert -> AlertConsent.withdrawnBy(session, withdrawn, alert != null)
                        .chain(allowed ->
                                alert == null ? Uni.createFrom().voidItem() : follow(session, alert, allowed)));
    }

    /** Takes back what a source took back of an alert before it came, if a version took the alert that did not look. */
    Uni<Void> catchUp(Mutiny.Session session, UUID alertId) {
        return AlertConsent.lock(session, alertId)
                .chain(() -> Alerts.locked(session, alertId))
                .chain(alert -> alert == null
                        ? Uni.createFrom().voidItem()
                        : AlertConsent.catchUp(session, alertId).chain(allowed -> follow(session, alert, allowed)));
    }

    private Uni<Void> follow(Mutiny.Session session, Alert alert, AlertConsent allowed) {
        return Alerts.tracked(session, alert)
                .invoke(tracked -> tracked.withdraw(allowed, clock.instant()))
                .call(tracked -> tracked.wentTheWholeWay()
                        ? canaryTips.heard(session)
                        : Uni.createFrom().voidItem())
                .chain(tracked -> alerts.keepNews(session, tracked));
    }

    /** Applies what the desk decides about a partner; alerts of one that it has ended are offered to others. */
    private Uni<Void> follow(Mutiny.Session session, PartnerDecided decided) {
        return partners.follow(session, decided)
                .chain(ended -> ended == null ? Uni.createFrom().voidItem() : alerts.end(session, ended));
    }

    /** Locked; fails if it is a drill: triage-service may have ordered one under the id of an alert, whose words are not to be lost. */
    private static Uni<@Nullable Alert> ofDanger(Mutiny.Session session, UUID id) {
        return Alerts.locked(session, id).invoke(alert -> {
            if (alert != null && alert.kind() == AlertLifecycle.Kind.DRILL) {
                throw new RefusedEventException("an event about danger names a drill");
            }
        });
    }
}

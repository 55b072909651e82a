package org.penah.triage.tipalert;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.EventHandler;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertChanged;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.AsideReason;
import org.penah.triage.alert.Decision;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.tip.AlertedTips;
import org.penah.triage.tip.AlertedTips.ToCancel;
import org.penah.triage.tip.TipCommands;
import org.penah.triage.tip.Tips;

/**
 * Takes the desk's decisions about a tip's alert. One member confirms; to cancel, two must agree, or an hour must pass in
 * which nobody keeps the alert.
 */
@ApplicationScoped
class TipAlerts {

    private final Tips tips;
    private final TipCommands commands;
    private final AlertedTips alertedTips;
    private final Alerts alerts;
    private final Journal journal;

    TipAlerts(Tips tips, TipCommands commands, AlertedTips alertedTips, Alerts alerts, Journal journal) {
        this.tips = tips;
        this.commands = commands;
        this.alertedTips = alertedTips;
        this.alerts = alerts;
        this.journal = journal;
    }

    /** Also keeps it, if somebody has asked to cancel it. */
    Uni<Void> confirm(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(tip -> alerts.confirm(session, tip.danger()).chain(isNews -> {
                    commands.decide(tip);
                    if (!isNews) {
                        return nothing();
                    }
                    commands.fold(tip, false);
                    return journal.record(
                            session,
                            member,
                            Deed.ALERT_CONFIRMED,
                            tipId,
                            facts(tip.danger().alertId(), Decision.CONFIRMED));
                }))
                .chain(() -> keep(session, member, tipId));
    }

    /** Also keeps it, if somebody has asked to cancel it. */
    Uni<Void> renew(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(tip -> alerts.renew(session, tip.danger()))
                .chain(() -> journal.record(session, member, Deed.ALERT_RENEWED, tipId))
                .chain(() -> keep(session, member, tipId));
    }

    Uni<Void> callOthers(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(tip -> alerts.callOthers(session, tip.danger()))
                .chain(() -> journal.record(session, member, Deed.ALERT_OTHERS_CALLED, tipId));
    }

    /** A tip whose alert a partner has tidied away, as one of a flood, need not have been read. */
    Uni<Void> cancel(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(tip -> tips.readersOf(session, tip)
                        .invoke(readers -> {
                            if (!tip.isOpened()) {
                                FourEyes.requireReader(member.name(), readers);
                            }
                        })
                        .chain(readers -> alerts.cancel(
                                session,
                                tip.danger(),
                                tip.isOpened(),
                                tip.isFolded(),
                                member.name(),
                                asked -> FourEyes.require(asked, member.name(), readers)))
                        .invoke(() -> commands.decide(tip))
                        .chain(became -> switch (became) {
                            case ASKED -> journal.record(session, member, Deed.ALERT_CANCELLING, tipId);
                            case AGREED ->
                                journal.record(
                                        session,
                                        member,
                                        Deed.ALERT_CANCELLED,
                                        tipId,
                                        facts(tip.danger().alertId(), Decision.CANCELLED));
                            case KNOWN -> nothing();
                        }));
    }

    Uni<Void> keep(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId).chain(tip -> {
            UUID alertId = tip.danger().alertId();
            return (alertId == null ? Uni.createFrom().item(false) : alerts.keep(session, alertId))
                    .chain(isNews -> isNews
                            ? alertedTips
                                    .kept(session, tip)
                                    .chain(() -> journal.record(session, member, Deed.ALERT_KEPT, tipId))
                            : nothing());
        });
    }

    /** Sets the alert aside as one of a flood, and its tip behind the others of its lane; neither need have been read. */
    Uni<Void> setAside(Mutiny.Session session, Member member, UUID tipId, AsideReason reason) {
        return tips.lock(session, member, tipId)
                .chain(tip -> tips.readersOf(session, tip)
                        .invoke(readers -> FourEyes.requireReader(member.name(), readers))
                        .chain(() -> alerts.setAside(session, tip.danger(), tip.isMarked(), member.name(), reason))
                        .chain(isNews -> {
                            if (!isNews) {
                                return nothing();
                            }
                            commands.fold(tip, true);
                            UUID alertId = Objects.requireNonNull(tip.danger().alertId());
                            return journal.record(
                                    session,
                                    member,
                                    Deed.ALERT_SET_ASIDE,
                                    tipId,
                                    Alerts.aside(alertId, member.name() + " " + reason.name()));
                        }));
    }

    /** Takes back that it was set aside. */
    Uni<Void> putBack(Mutiny.Session session, Member member, UUID tipId) {
        return tips.lock(session, member, tipId)
                .chain(tip -> alerts.putBack(session, tip.danger()).chain(isNews -> {
                    if (!isNews) {
                        return nothing();
                    }
                    commands.fold(tip, false);
                    return journal.record(session, member, Deed.ALERT_PUT_BACK, tipId);
                }));
    }

    @Produces
    @Singleton
    EventHandler<AlertChanged> onAlertChanged() {
        return EventHandler.of("notify", AlertChanged.TYPE, AlertChanged.class, this::changed);
    }

    /** Notes what notify-service says of an alert; in the journal nothing before its tip is here. */
    private Uni<Void> changed(Mutiny.Session session, AlertChanged changed) {
        // A drill belongs to no tip; how it went is told of the partner.
        if (changed.status() != null) {
            return nothing();
        }
        UUID alertId = changed.alertId();
        return session.createNativeQuery(AlertedTips.LOCKED_OF_ALERT, UUID.class)
                .setParameter(1, alertId)
                .getSingleResultOrNull()
                .chain(tipId -> alerts.changed(session, changed, tipId != null)
                        .chain(change -> tipId == null ? nothing() : record(session, tipId, changed, change)));
    }

    private Uni<Void> record(Mutiny.Session session, UUID tipId, AlertChanged changed, Alerts.Change change) {
        return change.state()
                .map(state -> journal.recordOfChannel(
                        session, Deed.ALERT_CHANGED, tipId, AlertStateFacts.of(changed.alertId(), state.name())))
                .orElseGet(TipAlerts::nothing)
                .chain(() -> putBack(session, changed, change))
                .chain(isPutBack ->
                        isPutBack ? journal.recordOfChannel(session, Deed.ALERT_PUT_BACK, tipId) : nothing());
    }

    private Uni<Boolean> putBack(Mutiny.Session session, AlertChanged changed, Alerts.Change change) {
        if (change.isPutBack()) {
            return alertedTips.unfold(session, changed).replaceWith(true);
        }
        return change.isUnmarked()
                ? alertedTips.unfoldMarked(session, changed)
                : Uni.createFrom().item(false);
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> cancelWhatIsDue() {
        return alertedTips.eachToCancel(this::cancelIfDue);
    }

    private Uni<Void> cancelIfDue(Mutiny.Session session, ToCancel tip) {
        return alerts.due(session, tip.alertId(), tip.isFolded())
                .chain(due -> due.isEmpty()
                        ? nothing()
                        : tip.readers().contains(due.get().by())
                                        && (tip.isRead() || due.get().isTidiedAway())
                                ? alerts.callOff(session, tip.danger())
                                        .chain(() -> journal.recordOfTimer(
                                                session,
                                                Deed.ALERT_CANCELLED,
                                                tip.tipId(),
                                                facts(tip.alertId(), Decision.CANCELLED)))
                                // Nobody who still belongs here wants it, or a partner has taken up what nobody here
                                // has read.
                                : alerts.keep(session, tip.alertId())
                                        .chain(() -> alertedTips.kept(session, tip))
                                        .chain(() -> journal.recordOfTimer(session, Deed.ALERT_KEPT, tip.tipId())));
    }

    /** Of an alert that was decided about, and so is there. */
    private static Facts facts(@Nullable UUID alertId, Decision decision) {
        return Alerts.decided(Objects.requireNonNull(alertId), decision.name());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}

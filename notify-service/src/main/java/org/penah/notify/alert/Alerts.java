package org.penah.notify.alert;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
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

/**
 * Changes alerts, each in the caller's transaction and under the alert's row lock, so that two changes of one alert
 * never cross.
 */
@ApplicationScoped
public class Alerts {

    /** The channel that {@code notify} wakes the delivery on, once the transaction has committed. */
    public static final String DUE_CHANNEL = "delivery_due";

    private final Partners partners;
    private final AlertPublisher publisher;
    private final Pool pool;
    private final DetailsDelivery detailsDelivery;
    private final CanaryTips canaryTips;
    private final FineClocks clocks;
    private final Clock clock;

    Alerts(
            Partners partners,
            AlertPublisher publisher,
            DetailsDelivery detailsDelivery,
            CanaryTips canaryTips,
            Pool pool,
            FineClocks clocks,
            Clock clock) {
        this.clocks = clocks;
        this.detailsDelivery = detailsDelivery;
        this.canaryTips = canaryTips;
        this.pool = pool;
        this.partners = partners;
        this.publisher = publisher;
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

    /** Takes what a partner said on the telephone. If its time is over, or they are no partner any more, nothing changes. */
    private Uni<Void> telephoned(Mutiny.Session session, AlertTelephoned said) {
        Instant now = clock.instant();
        return locked(session, said.alertId())
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
                    return partnerId.isEmpty() || !said.until().isAfter(now)
                            ? Uni.createFrom().voidItem()
                            : change(session, alert, tracked -> {
                                if (!tracked.telephoned(partnerId.get(), event(said), said.until(), now)) {
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
        return locked(session, called.ownId())
                .chain(known -> known == null
                        ? begin(session, Alert.staff(called.ownId(), clock.instant()), ends)
                        : ends
                                ? change(session, known, tracked -> tracked.cancel(clock.instant()))
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
                .chain(allowed -> change(session, known, tracked -> {
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
                .chain(() -> keep(session, tracked));
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
                        : change(session, known, tracked -> {
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
        return decided.decision().isAboutFlood()
                ? Alert.asserted(decided, allowed, clock.instant())
                : Alert.of(decided, allowed, clock.instant());
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
                .chain(() -> locked(session, alertId))
                .chain(alert -> alert == null
                        ? Uni.createFrom().voidItem()
                        : AlertConsent.catchUp(session, alertId).chain(allowed -> follow(session, alert, allowed)));
    }

    private Uni<Void> follow(Mutiny.Session session, Alert alert, AlertConsent allowed) {
        return tracked(session, alert)
                .invoke(tracked -> tracked.withdraw(allowed, clock.instant()))
                .call(tracked -> tracked.wentTheWholeWay()
                        ? canaryTips.heard(session)
                        : Uni.createFrom().voidItem())
                .chain(tracked -> keepNews(session, tracked));
    }

    /** Looks whether what partners took on, or the alert itself, has ended, and tells whom the clock has come to. */
    Uni<Void> look(Mutiny.Session session, UUID alertId) {
        return tracked(session, alertId)
                .call(tracked -> lost(session, tracked).invoke(lost -> tracked.look(lost, clock.instant())))
                .chain(tracked -> keep(session, tracked));
    }

    private Uni<Map<UUID, Instant>> lost(Mutiny.Session session, TrackedAlert tracked) {
        return tracked.isHeld() ? partners.lost(session) : Uni.createFrom().item(Map.of());
    }

    /** Applies what the desk decides about a partner; alerts of one that it has ended are offered to others. */
    private Uni<Void> follow(Mutiny.Session session, PartnerDecided decided) {
        return partners.follow(session, decided)
                .chain(ended -> ended == null ? Uni.createFrom().voidItem() : end(session, ended));
    }

    /** Has every alert taken from a partner that was ended, each by itself, with {@link #standDown}. */
    private Uni<Void> end(Mutiny.Session session, UUID partnerId) {
        return session.createNativeQuery("""
                        insert into standing_down (alert_id, partner_id)
                        select alert_id, partner_id from partner_alert where partner_id = ?1 on conflict do nothing""")
                .setParameter(1, partnerId)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Calls others to an alert that was with partners who are none any more. */
    Uni<Void> standDown(Mutiny.Session session, UUID alertId) {
        return session.createNativeQuery(
                        "delete from standing_down where alert_id = ?1 returning partner_id", UUID.class)
                .setParameter(1, alertId)
                .getResultList()
                .chain(partnerIds -> Multi.createFrom()
                        .iterable(partnerIds)
                        .onItem()
                        .transformToUniAndConcatenate(partnerId -> standDown(session, alertId, partnerId))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> standDown(Mutiny.Session session, UUID alertId, UUID partnerId) {
        return tracked(session, alertId)
                .chain(tracked -> tracked.standDown(partnerId, clock.instant())
                        .map(theirs -> detailsDelivery.end(session, theirs).chain(() -> keep(session, tracked)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Looks at all alerts at once whose clock runs, or that somebody has taken on: who can be reached has changed. */
    public Uni<Void> lookAgain() {
        return pool.preparedQuery(AlertSql.LOOK_AGAIN)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static Uni<TrackedAlert> tracked(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId).chain(alert -> tracked(session, alert));
    }

    private static Uni<TrackedAlert> tracked(Mutiny.Session session, Alert alert) {
        return partnerAlerts(session, alert).map(partnerAlerts -> TrackedAlert.of(alert, partnerAlerts));
    }

    /** With these partners' rows locked and no other: a beat leaves out what somebody has locked, and there may be a thousand. */
    private static Uni<TrackedAlert> tracked(Mutiny.Session session, Alert alert, Set<UUID> changing) {
        return session.createSelectionQuery("from PartnerAlert where id in ?1 order by id", PartnerAlert.class)
                .setParameter(1, changing)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(() -> session.createSelectionQuery(
                                "from PartnerAlert where alertId = ?1 order by id", PartnerAlert.class)
                        .setParameter(1, alert.id)
                        .getResultList())
                .map(partnerAlerts -> TrackedAlert.of(alert, partnerAlerts));
    }

    private Uni<Void> change(Mutiny.Session session, Alert alert, Consumer<TrackedAlert> change) {
        return tracked(session, alert).invoke(change).chain(tracked -> keepNews(session, tracked));
    }

    private Uni<Void> keepNews(Mutiny.Session session, TrackedAlert tracked) {
        return tracked.isNews() ? keep(session, tracked) : Uni.createFrom().voidItem();
    }

    /** Stores a change, tells further partners if the clock runs, and publishes what is news. */
    private Uni<Void> keep(Mutiny.Session session, TrackedAlert tracked) {
        Instant now = clock.instant();
        return (tracked.isCalling()
                        ? partners.candidates(session)
                                .invoke(candidates -> tracked.call(candidates, clocks, now))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .invoke(() -> clocks.now(tracked.alert(), now))
                .chain(() -> session.persistAll(tracked.called().toArray()))
                .chain(() -> tracked.endsDetails()
                        ? detailsDelivery.destroy(session, tracked)
                        : Uni.createFrom().voidItem())
                .chain(() -> wakeDelivery(session))
                .chain(() -> tracked.isNews()
                        ? publisher.changed(session, tracked)
                        : Uni.createFrom().voidItem());
    }

    /** Tells the desk that a partner's server was tried and has not taken a message. */
    public Uni<Void> tried(Mutiny.Session session, UUID alertId) {
        return tracked(session, alertId)
                .invoke(tracked -> tracked.tried(clock.instant()))
                .chain(tracked -> publisher.changed(session, tracked));
    }

    /**
     * Keeps that partners' servers took a message, and tells the desk.
     *
     * @param seqs the number of the message, by how the alert stands with the partner
     * @param again when the message is repeated, at the earliest, if nobody answers
     */
    public Uni<Void> delivered(Mutiny.Session session, UUID alertId, Map<UUID, Integer> seqs, Instant again) {
        return locked(session, alertId)
                .chain(alert -> tracked(session, alert, seqs.keySet()))
                .invoke(tracked -> seqs.forEach(
                        (partnerAlertId, seq) -> tracked.delivered(partnerAlertId, seq, again, clock.instant())))
                .chain(tracked -> publisher.changed(session, tracked));
    }

    /** Opens a drill, once: an alert like any other, to one partner alone. */
    public Uni<Void> openDrill(Mutiny.Session session, UUID drillId, UUID partnerId) {
        Instant now = clock.instant();
        Alert drill = Alert.drill(drillId, now);
        PartnerAlert partnerAlert = PartnerAlert.open(drillId, partnerId, now);
        return session.find(Alert.class, drillId)
                .chain(known -> known != null
                        ? Uni.createFrom().voidItem()
                        : session.persistAll(drill, partnerAlert)
                                .chain(() -> partners.drill(
                                        session, partnerId, drillId, LocalDate.ofInstant(now, ZoneOffset.UTC)))
                                .chain(() -> keep(session, TrackedAlert.opened(drill, partnerAlert))));
    }

    /**
     * Begins the next round of a canary.
     *
     * @param partnerIds who is to hear of it
     * @return whether all of them took the round before; null if there was none
     */
    public Uni<@Nullable Boolean> beginRound(Mutiny.Session session, UUID canaryId, Set<UUID> partnerIds) {
        return locked(session, canaryId)
                .chain(known -> known == null
                        ? begin(session, canaryId, partnerIds)
                        : tracked(session, known).chain(tracked -> {
                            boolean wasTaken = tracked.beginRound(partnerIds, clock.instant());
                            return keep(session, tracked).replaceWith(wasTaken);
                        }));
    }

    private Uni<@Nullable Boolean> begin(Mutiny.Session session, UUID canaryId, Set<UUID> partnerIds) {
        Alert canary = Alert.canary(canaryId, clock.instant());
        TrackedAlert tracked = TrackedAlert.opened(canary);
        tracked.beginRound(partnerIds, clock.instant());
        return session.persist(canary).chain(() -> keep(session, tracked)).replaceWith((Boolean) null);
    }

    /** The partner that has an alert under this id; null if there is none of this id. */
    public Uni<@Nullable UUID> partnerOf(Mutiny.Session session, UUID partnerAlertId) {
        return field(session, "partnerId", partnerAlertId);
    }

    /**
     * Keeps what a human at the partner says of a message; a repeat changes nothing.
     *
     * @return false if no message of this number was ever said
     */
    public Uni<Boolean> answer(Mutiny.Session session, Answer answer) {
        return alertOf(session, answer.id())
                .chain(alertId -> tracked(session, alertId))
                .chain(tracked -> {
                    boolean wasSaid = tracked.answer(answer, clock.instant());
                    // Who declines, or lets go of it, has others called at once.
                    return (tracked.isNews()
                                    ? keep(session, tracked)
                                    : Uni.createFrom().voidItem())
                            .replaceWith(wasSaid);
                });
    }

    static Uni<@Nullable UUID> alertOf(Mutiny.Session session, UUID partnerAlertId) {
        return field(session, "alertId", partnerAlertId);
    }

    // Not the entity: loaded before it is locked, it would stay as it was then.
    private static Uni<@Nullable UUID> field(Mutiny.Session session, String field, UUID partnerAlertId) {
        return session.createSelectionQuery("select " + field + " from PartnerAlert where id = ?1", UUID.class)
                .setParameter(1, partnerAlertId)
                .getSingleResultOrNull();
    }

    /** The same; fails if it is a drill: triage-service may have ordered one under the id of an alert, whose words are not to be lost. */
    private static Uni<@Nullable Alert> ofDanger(Mutiny.Session session, UUID id) {
        return locked(session, id).invoke(alert -> {
            if (alert != null && alert.kind() == AlertLifecycle.Kind.DRILL) {
                throw new RefusedEventException("an event about danger names a drill");
            }
        });
    }

    static Uni<@Nullable Alert> locked(Mutiny.Session session, UUID id) {
        return session.find(Alert.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** In a fixed order, locked: a claim may be counting a try. */
    static Uni<List<PartnerAlert>> partnerAlerts(Mutiny.Session session, Alert alert) {
        return session.createSelectionQuery("from PartnerAlert where alertId = ?1 order by id", PartnerAlert.class)
                .setParameter(1, alert.id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    static Uni<Void> wakeDelivery(Mutiny.Session session) {
        return session.createNativeQuery("notify " + DUE_CHANNEL)
                .executeUpdate()
                .replaceWithVoid();
    }
}

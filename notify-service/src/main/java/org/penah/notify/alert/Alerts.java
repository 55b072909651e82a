package org.penah.notify.alert;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.partner.AlertIds;
import org.penah.notify.partner.Partners;

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
    private final FineClocks clocks;
    private final AlertIds ids;
    private final Clock clock;

    Alerts(
            Partners partners,
            AlertPublisher publisher,
            DetailsDelivery detailsDelivery,
            Pool pool,
            FineClocks clocks,
            AlertIds ids,
            Clock clock) {
        this.ids = ids;
        this.clocks = clocks;
        this.detailsDelivery = detailsDelivery;
        this.pool = pool;
        this.partners = partners;
        this.publisher = publisher;
        this.clock = clock;
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

    /** Has every alert taken from a partner that was ended, each by itself, with {@link #standDown}. */
    Uni<Void> end(Mutiny.Session session, UUID partnerId) {
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

    static Uni<TrackedAlert> tracked(Mutiny.Session session, Alert alert) {
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

    Uni<Void> change(Mutiny.Session session, Alert alert, Consumer<TrackedAlert> change) {
        return tracked(session, alert).invoke(change).chain(tracked -> keepNews(session, tracked));
    }

    Uni<Void> keepNews(Mutiny.Session session, TrackedAlert tracked) {
        return tracked.isNews() ? keep(session, tracked) : Uni.createFrom().voidItem();
    }

    /** Stores a change, tells further partners if the clock runs, and publishes what is news. */
    Uni<Void> keep(Mutiny.Session session, TrackedAlert tracked) {
        // There may be a row for each of a thousand partners: each for itself would be a thousand round trips.
        session.setBatchSize(Partners.MOST);
        Instant now = clock.instant();
        return (tracked.isCalling()
                        ? partners.candidates(session)
                                .invoke(candidates -> tracked.call(candidates, clocks, now))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .invoke(() -> clocks.now(tracked.alert(), now))
                .invoke(() -> tracked.called().forEach(called -> called.id = ids.next()))
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
        return locked(session.setBatchSize(Partners.MOST), alertId)
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
        partnerAlert.id = ids.next();
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

    /** Whether it takes an alert on, and counts nothing: this partner has let go of it too often. */
    public Uni<Boolean> isUncounted(Mutiny.Session session, Answer answer) {
        return PartnerAlertLifecycle.takes(answer.action().event)
                ? session.find(PartnerAlert.class, answer.id()).map(PartnerAlert::isUncounted)
                : Uni.createFrom().item(false);
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

package org.penah.notify.alert;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.egress.Outcome;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.partner.Offer;
import org.penah.notify.partner.Partners;

/**
 * Changes alerts, each in the caller's transaction and under the alert's row lock, so that two changes of one alert
 * never cross.
 */
@ApplicationScoped
public class Alerts {

    /** The channel that {@code notify} wakes the delivery on, once the transaction has committed. */
    public static final String DUE_CHANNEL = "notice_due";

    private final Partners partners;
    private final News news;
    private final Pool pool;
    private final HandOvers handOvers;
    private final FineClocks clocks;
    private final Clock clock;

    Alerts(Partners partners, News news, HandOvers handOvers, Pool pool, FineClocks clocks, Clock clock) {
        this.clocks = clocks;
        this.handOvers = handOvers;
        this.pool = pool;
        this.partners = partners;
        this.news = news;
        this.clock = clock;
    }

    /** Opens an alert on the source's word, once; one that the desk was faster with stays as the desk decided. */
    Uni<Void> assertBySource(Mutiny.Session session, AlertAsserted asserted) {
        UUID id = asserted.alertId();
        return Allowed.lock(session, id)
                .chain(() -> locked(session, id))
                .chain(known -> known == null
                        ? Allowed.said(session, id, asserted.consents(), asserted.decisionKey())
                                .chain(allowed -> begin(session, Alert.of(asserted, allowed, clock.instant()), allowed))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> begin(Mutiny.Session session, Alert alert, Allowed allowed) {
        return session.persist(alert)
                .chain(() -> allowed.alert() ? open(session, alert) : cancel(session, alert, List.of()));
    }

    /** Confirms or cancels an alert, known or not. A cancelled alert stays cancelled. */
    Uni<Void> decide(Mutiny.Session session, AlertDecided decided) {
        return Allowed.said(session, decided.alertId(), decided.consents(), decided.decisionKey())
                .chain(allowed -> decide(session, decided, allowed));
    }

    private Uni<Void> decide(Mutiny.Session session, AlertDecided decided, Allowed allowed) {
        boolean cancels = decided.decision() == AlertDecided.Decision.CANCELLED || !allowed.alert();
        return locked(session, decided.alertId()).chain(known -> {
            if (known == null) {
                Alert alert = Alert.of(decided, allowed, clock.instant());
                return session.persist(alert)
                        .chain(() -> cancels ? cancel(session, alert, List.of()) : open(session, alert));
            }
            if (known.isOver()) {
                return Uni.createFrom().voidItem();
            }
            return notices(session, known)
                    .chain(notices -> cancels
                            ? cancel(session, known, notices)
                            : confirm(session, known, decided, allowed, notices));
        });
    }

    /**
     * Takes back what the source took back: the alert from whoever was told, or the consent to details. One that has not
     * come yet is cancelled when it comes.
     */
    Uni<Void> withdraw(Mutiny.Session session, AlertWithdrawn withdrawn) {
        UUID id = withdrawn.alertId();
        return Allowed.lock(session, id)
                .chain(() -> locked(session, id))
                .chain(alert -> Allowed.withdrawnBy(session, withdrawn, alert != null)
                        .chain(allowed ->
                                alert == null ? Uni.createFrom().voidItem() : follow(session, alert, allowed)));
    }

    /** Takes back what a source took back of an alert before it came, if a version took the alert that did not look. */
    Uni<Void> catchUp(Mutiny.Session session, UUID alertId) {
        return Allowed.lock(session, alertId)
                .chain(() -> locked(session, alertId))
                .chain(alert -> alert == null
                        ? Uni.createFrom().voidItem()
                        : Allowed.catchUp(session, alertId).chain(allowed -> follow(session, alert, allowed)));
    }

    private Uni<Void> follow(Mutiny.Session session, Alert alert, Allowed allowed) {
        if (alert.isOver() || (allowed.alert() && allowed.details())) {
            return Uni.createFrom().voidItem();
        }
        return notices(session, alert)
                .chain(notices ->
                        allowed.alert() ? withoutDetails(session, alert, notices) : cancel(session, alert, notices));
    }

    private Uni<Void> withoutDetails(Mutiny.Session session, Alert alert, List<Notice> notices) {
        if (!alert.detailsConsent) {
            return Uni.createFrom().voidItem();
        }
        alert.detailsConsent = false;
        notices.forEach(notice -> notice.say(MessageType.UPDATE, clock.instant()));
        return handOvers
                .follow(session, alert, notices)
                .chain(() -> wakeDelivery(session))
                .chain(() -> news.changed(session, alert, notices));
    }

    private Uni<Void> open(Mutiny.Session session, Alert alert) {
        return tellNewcomers(session, alert, List.of()).chain(notices -> news.changed(session, alert, notices));
    }

    private Uni<Void> confirm(
            Mutiny.Session session, Alert alert, AlertDecided decided, Allowed allowed, List<Notice> notices) {
        if (!alert.confirm(decided, allowed, clock.instant())) {
            return Uni.createFrom().voidItem();
        }
        alert.reopen(notices, clock.instant());
        notices.forEach(notice -> notice.say(MessageType.UPDATE, clock.instant()));
        return handOvers
                .follow(session, alert, notices)
                .chain(() -> tellNewcomers(session, alert, notices))
                .chain(all -> news.changed(session, alert, all));
    }

    private Uni<Void> cancel(Mutiny.Session session, Alert alert, List<Notice> notices) {
        alert.cancel(clock.instant());
        notices.forEach(notice -> notice.cancel(clock.instant()));
        return handOvers
                .follow(session, alert, notices)
                .chain(() -> wakeDelivery(session))
                .chain(() -> news.changed(session, alert, notices));
    }

    /** Tells the partners of an alert that were not there, or not admitted, when it was opened. */
    Uni<Void> offerAgain(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId)
                .chain(alert -> notices(session, alert)
                        .chain(known -> tellNewcomers(session, alert, known)
                                .chain(all -> all.size() == known.size()
                                        ? Uni.createFrom().voidItem()
                                        : news.changed(session, alert, all))));
    }

    /** Tells whom the clock of an alert has come to, and says so where nobody can be told or nobody has answered. */
    Uni<Void> escalate(Mutiny.Session session, UUID alertId) {
        return locked(session, alertId)
                .chain(alert -> notices(session, alert)
                        .chain(known -> alert.expire(clock.instant())
                                ? expired(session, alert, known)
                                : escalate(session, alert, known)));
    }

    private Uni<Void> escalate(Mutiny.Session session, Alert alert, List<Notice> known) {
        AlertState before = alert.state;
        known.forEach(notice -> notice.lapse(clock.instant()));
        alert.follow(known, clock.instant());
        if (alert.opened == null) {
            clocks.now(alert, clock.instant());
            return alert.state == before ? Uni.createFrom().voidItem() : news.changed(session, alert, known);
        }
        return tellNewcomers(session, alert, known)
                .chain(all -> all.size() == known.size() && alert.state == before
                        ? Uni.createFrom().voidItem()
                        : news.changed(session, alert, all));
    }

    private Uni<Void> expired(Mutiny.Session session, Alert alert, List<Notice> notices) {
        notices.forEach(notice -> notice.nextTry = null);
        clocks.now(alert, clock.instant());
        return handOvers.follow(session, alert, notices).chain(() -> news.changed(session, alert, notices));
    }

    /** Has every alert that a partner had, who is none any more, taken from it: each by itself, with {@link #standDown}. */
    Uni<Void> end(Mutiny.Session session, UUID partnerId) {
        return session.createNativeQuery("""
                        insert into standing_down (alert_id, partner_id)
                        select alert_id, partner_id from notice where partner_id = ?1 on conflict do nothing""")
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
        return locked(session, alertId)
                .chain(alert -> notices(session, alert).chain(notices -> {
                    if (alert.isOver() || alert.canary) {
                        return Uni.createFrom().voidItem();
                    }
                    Notice theirs = notices.stream()
                            .filter(notice -> notice.partnerId.equals(partnerId))
                            .findFirst()
                            .orElseThrow();
                    theirs.standDown(clock.instant());
                    alert.follow(notices, clock.instant());
                    return handOvers
                            .end(session, theirs)
                            .chain(() -> tellNewcomers(session, alert, notices))
                            .chain(all -> news.changed(session, alert, all));
                }));
    }

    /** Looks at all running clocks at once: who can be reached has changed. */
    public Uni<Void> lookAgain() {
        return pool.preparedQuery("update alert set look_at = $1 where opened is not null and expires > $1")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Opens a notice for everybody whom gate and clock admit and who has none; answers all notices. */
    private Uni<List<Notice>> tellNewcomers(Mutiny.Session session, Alert alert, List<Notice> known) {
        if (alert.exercise) {
            return Uni.createFrom().item(known);
        }
        return partners.offers(session).chain(offers -> {
            List<Offer> admitted = offers.stream()
                    .filter(offer -> Gate.admits(alert.basis, offer))
                    .toList();
            Set<UUID> turnedDown = partners(known.stream().filter(Notice::isTurnedDown));
            boolean reachable =
                    admitted.stream().anyMatch(offer -> !offer.silent() && !turnedDown.contains(offer.id()));
            alert.escalate(reachable, known, clocks.now(alert, clock.instant()));
            Instant now = clocks.now(alert, clock.instant());
            if (alert.opened == null) {
                // Somebody has taken it on: nobody else is called, and whoever knows of it hears what is new.
                return wakeDelivery(session).replaceWith(known);
            }
            Set<UUID> told = partners(known.stream());
            List<Offer> covering = admitted.stream()
                    .map(offer -> alert.isFor(offer, clock.instant()) ? offer : offer.passedOver())
                    .toList();
            List<Notice> opened = alert.escalation(now, known).told(covering).stream()
                    .filter(offer -> !told.contains(offer.id()))
                    .map(offer -> Notice.open(alert.id, offer.id(), clock.instant()))
                    .toList();
            return session.persistAll(opened.toArray())
                    .chain(() -> wakeDelivery(session))
                    .replaceWith(Stream.concat(known.stream(), opened.stream()).toList());
        });
    }

    private static Set<UUID> partners(Stream<Notice> notices) {
        return notices.map(notice -> notice.partnerId).collect(Collectors.toSet());
    }

    /** Keeps how a try ended, and tells the desk. */
    public Uni<Void> ended(Mutiny.Session session, Attempt attempt, Outcome outcome) {
        Instant now = clock.instant();
        return locked(session, attempt.alertId())
                .chain(alert -> session.createNativeQuery(
                                "update attempt set outcome = ?3, status = ?4 where notice_id = ?1 and number = ?2")
                        .setParameter(1, attempt.noticeId())
                        .setParameter(2, attempt.number())
                        .setParameter(3, outcome.kind().name())
                        .setParameter(4, outcome.status())
                        .executeUpdate()
                        .chain(() -> notices(session, alert))
                        .chain(notices -> {
                            if (outcome.isAccepted()) {
                                // No human answers a canary: once a round is enough.
                                Instant again = now.plus(RetrySchedule.AFTER_DELIVERY);
                                notices.stream()
                                        .filter(notice -> notice.id.equals(attempt.noticeId()))
                                        .peek(notice -> notice.delivered(
                                                attempt.message().seq(), again, now))
                                        .filter(notice -> alert.canary)
                                        .forEach(notice -> notice.nextTry = null);
                            }
                            alert.follow(notices, now);
                            return news.changed(session, alert, notices);
                        }));
    }

    /** Keeps that a partner's server took a message in a slot, and tells the desk. */
    public Uni<Void> delivered(Mutiny.Session session, Standing standing) {
        Instant now = clock.instant();
        return locked(session, standing.alertId())
                .chain(alert -> notices(session, alert).chain(notices -> {
                    notices.stream()
                            .filter(notice -> notice.id.equals(standing.noticeId()))
                            .forEach(notice -> {
                                notice.delivered(standing.message().seq(), Instant.MIN, now);
                                if (alert.state == AlertState.CANCELLED && notice.messageType != MessageType.CANCEL) {
                                    notice.say(MessageType.CANCEL, now);
                                }
                            });
                    alert.follow(notices, now);
                    return news.changed(session, alert, notices);
                }));
    }

    /** Whose notice it is; null if there is none of this id. */
    public Uni<@Nullable UUID> partnerOf(Mutiny.Session session, UUID noticeId) {
        return field(session, "partnerId", noticeId);
    }

    /**
     * Keeps what a human at the partner says of a message; a repeat changes nothing.
     *
     * @return false if no message of this number was ever said
     */
    public Uni<Boolean> answer(Mutiny.Session session, Answer answer) {
        return alertOf(session, answer.id())
                .chain(alertId -> locked(session, alertId))
                .chain(alert -> notices(session, alert).chain(notices -> {
                    Notice notice = notices.stream()
                            .filter(one -> one.id.equals(answer.id()))
                            .findFirst()
                            .orElseThrow();
                    return answer.seq() < 1 || answer.seq() > notice.seq
                            ? Uni.createFrom().item(false)
                            : answer(session, alert, notices, notice, answer).replaceWith(true);
                }));
    }

    static Uni<@Nullable UUID> alertOf(Mutiny.Session session, UUID noticeId) {
        return field(session, "alertId", noticeId);
    }

    // Not the entity: loaded before it is locked, it would stay as it was then.
    private static Uni<@Nullable UUID> field(Mutiny.Session session, String field, UUID noticeId) {
        return session.createSelectionQuery("select " + field + " from Notice where id = ?1", UUID.class)
                .setParameter(1, noticeId)
                .getSingleResultOrNull();
    }

    private Uni<Void> answer(Mutiny.Session session, Alert alert, List<Notice> notices, Notice notice, Answer answer) {
        if (!notice.answered(answer, clock.instant())) {
            return Uni.createFrom().voidItem();
        }
        alert.follow(notices, clock.instant());
        if (alert.opened != null) {
            // Nobody takes care of it, or nobody any more: others hear of it now and not at the next look.
            return tellNewcomers(session, alert, notices).chain(all -> news.changed(session, alert, all));
        }
        return news.changed(session, alert, notices);
    }

    static Uni<@Nullable Alert> locked(Mutiny.Session session, UUID id) {
        return session.find(Alert.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** In a fixed order, locked: a claim may be counting a try. */
    static Uni<List<Notice>> notices(Mutiny.Session session, Alert alert) {
        return session.createSelectionQuery("from Notice where alertId = ?1 order by id", Notice.class)
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

package org.penah.notify.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.partner.Offer;

/**
 * An alert and how it stands with each partner that it is for, while one thing happens to it: what one partner says
 * decides whether others are called, and what the desk and the source are told.
 */
final class TrackedAlert {

    private final Alert alert;
    private final List<Notice> notices;
    private final List<Notice> called = new ArrayList<>();
    private final AlertState before;
    private final @Nullable AlertState toldBefore;
    private final boolean allowedDetails;
    private boolean isNews;

    private TrackedAlert(Alert alert, List<Notice> notices, boolean isNews) {
        this.alert = alert;
        this.notices = new ArrayList<>(notices);
        this.before = alert.state;
        this.toldBefore = alert.told;
        this.allowedDetails = allowsDetails();
        this.isNews = isNews;
    }

    /** One that nobody knows of yet. */
    static TrackedAlert opened(Alert alert, Notice... notices) {
        return new TrackedAlert(alert, List.of(notices), true);
    }

    static TrackedAlert of(Alert alert, List<Notice> notices) {
        return new TrackedAlert(alert, notices, false);
    }

    Alert alert() {
        return alert;
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Takes the desk's word, which goes on with what a partner has resolved; a cancelled alert stays cancelled. */
    void confirm(AlertDecided decided, Allowed allowed, Instant now) {
        if (alert.state == AlertState.CANCELLED || !alert.confirm(decided, allowed, now)) {
            return;
        }
        notices.forEach(notice -> notice.reopen(now));
        notices.forEach(notice -> notice.say(MessageType.UPDATE, now));
        alert.follow(notices, now);
        isNews = true;
    }

    void cancel(Instant now) {
        if (!alert.isOver()) {
            alert.cancel(now);
            notices.forEach(notice -> notice.cancel(now));
            isNews = true;
        }
    }

    /** Takes back what its source took back. */
    void withdraw(Allowed allowed, Instant now) {
        if (!allowed.alert()) {
            cancel(now);
        } else if (!allowed.details() && allowsDetails()) {
            alert.detailsConsent = false;
            notices.forEach(notice -> notice.say(MessageType.UPDATE, now));
            isNews = true;
        }
    }

    /** Looks whether a claim has ended, and the alert's time. */
    void look(Instant now) {
        if (alert.isOver()) {
            return;
        }
        // A claim that ended before the alert did is none that somebody held to its end.
        notices.forEach(notice -> isNews |= notice.lapse(now));
        alert.follow(notices, now);
        if (alert.expire(now)) {
            notices.forEach(notice -> notice.nextTry = null);
        }
    }

    /**
     * Takes what a human at a partner says of a message; a repeat changes nothing.
     *
     * @return false if no message of this number was ever said
     */
    boolean answer(Answer answer, Instant now) {
        Notice notice = notice(answer.id());
        boolean wasSaid = answer.seq() >= 1 && answer.seq() <= notice.seq;
        if (wasSaid && notice.answered(answer, now)) {
            alert.follow(notices, now);
            isNews = true;
        }
        return wasSaid;
    }

    /** A partner's server was tried. */
    void tried(Instant now) {
        alert.follow(notices, now);
        isNews = true;
    }

    /**
     * A partner's server took a message.
     *
     * @param again when it is repeated, at the earliest
     */
    void delivered(UUID noticeId, int seq, Instant again, Instant now) {
        Notice notice = notice(noticeId);
        notice.delivered(seq, again, now);
        if (alert.kind() == AlertLifecycle.Kind.CANARY) {
            // No human answers it: once a round is enough.
            notice.nextTry = null;
        }
        if (alert.state == AlertState.CANCELLED && notice.messageType != MessageType.CANCEL) {
            notice.say(MessageType.CANCEL, now);
        }
        tried(now);
    }

    /**
     * Takes it from a partner that is one no more.
     *
     * @return how it stands there; empty if it need not be taken
     */
    Optional<Notice> standDown(UUID partnerId, Instant now) {
        if (alert.isOver() || alert.kind() == AlertLifecycle.Kind.CANARY) {
            return Optional.empty();
        }
        Notice theirs = first(notice -> notice.partnerId.equals(partnerId));
        theirs.standDown(now);
        alert.follow(notices, now);
        isNews = true;
        return Optional.of(theirs);
    }

    /**
     * Begins a canary's next round, with these partners and nobody else.
     *
     * @return whether all of them took the one before
     */
    boolean beginRound(Set<UUID> partnerIds, Instant now) {
        List<Notice> told = notices.stream()
                .filter(notice -> partnerIds.contains(notice.partnerId))
                .toList();
        boolean wasTaken = told.stream().allMatch(notice -> notice.deliveredSeq >= notice.seq);
        alert.runAgain(now);
        notices.forEach(notice -> notice.nextTry = null);
        told.forEach(notice -> notice.again(now));
        Set<UUID> known = partners(told.stream());
        partnerIds.stream()
                .filter(partnerId -> !known.contains(partnerId))
                .map(partnerId -> Notice.open(alert.id, partnerId, now))
                .forEach(called::add);
        notices.addAll(called);
        return wasTaken;
    }

    /** Whether {@link #call} has anything to do: its clock runs. */
    boolean isCalling() {
        return alert.opened != null;
    }

    /** Calls every partner that is to hear of it by now, and sees whether anybody can be reached. */
    void call(List<Offer> offers, FineClocks clocks, Instant now) {
        List<Offer> admitted =
                offers.stream().filter(offer -> Gate.admits(alert.basis, offer)).toList();
        Set<UUID> turnedDown = partners(notices.stream().filter(Notice::isTurnedDown));
        boolean reachable = admitted.stream().anyMatch(offer -> !offer.silent() && !turnedDown.contains(offer.id()));
        alert.escalate(reachable, notices, clocks.now(alert, now));
        Instant fine = clocks.now(alert, now);
        if (!isCalling()) {
            return;
        }
        Set<UUID> told = partners(notices.stream());
        List<Offer> covering = admitted.stream()
                .map(offer -> alert.isFor(offer, now) ? offer : offer.passedOver())
                .toList();
        alert.escalation(fine, notices).told(covering).stream()
                .filter(offer -> !told.contains(offer.id()))
                .map(offer -> Notice.open(alert.id, offer.id(), now))
                .forEach(called::add);
        notices.addAll(called);
    }

    /** How it stands with those who were called now. */
    List<Notice> called() {
        return List.copyOf(called);
    }

    /** Whether the desk is to hear of it. */
    boolean isNews() {
        return isNews || !called.isEmpty() || alert.state != before || isNewsForSource();
    }

    /** Whether its source reads something else now. */
    boolean isNewsForSource() {
        return !Objects.equals(alert.told, toldBefore);
    }

    /** Whether details must be destroyed that partners could have until now. */
    boolean endsDetails() {
        return allowedDetails && !allowsDetails();
    }

    private boolean allowsDetails() {
        return alert.detailsConsent && !alert.isOver();
    }

    private Notice notice(UUID id) {
        return first(notice -> notice.id.equals(id));
    }

    private Notice first(Predicate<Notice> which) {
        return notices.stream().filter(which).findFirst().orElseThrow();
    }

    private static Set<UUID> partners(Stream<Notice> notices) {
        return notices.map(notice -> notice.partnerId).collect(Collectors.toSet());
    }
}

package org.penah.notify.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.partner.Candidate;

/**
 * An alert and how it stands with each partner that it is for, while one thing happens to it: what one partner says
 * decides whether others are called, and what the desk and the source are told.
 */
final class TrackedAlert {

    /** An end that is taken later is said once more. */
    private static final Duration SOON = Duration.ofHours(1);

    /** So long others of staff are not called; a tip is opened in less. */
    private static final Duration STAFF_CALL_LASTS = Duration.ofMinutes(15);

    private final Alert alert;
    private final List<PartnerAlert> partnerAlerts;
    private final List<PartnerAlert> called = new ArrayList<>();
    private final AlertState before;
    private final @Nullable AlertState toldBefore;
    private final boolean allowedDetails;
    private boolean isNews;

    private TrackedAlert(Alert alert, List<PartnerAlert> partnerAlerts, boolean isNews) {
        this.alert = alert;
        this.partnerAlerts = new ArrayList<>(partnerAlerts);
        this.before = alert.state;
        this.toldBefore = alert.told;
        this.allowedDetails = alert.allowsDetails();
        this.isNews = isNews;
    }

    /** One that nobody knows of yet. */
    static TrackedAlert opened(Alert alert, PartnerAlert... partnerAlerts) {
        return new TrackedAlert(alert, List.of(partnerAlerts), true);
    }

    static TrackedAlert of(Alert alert, List<PartnerAlert> partnerAlerts) {
        return new TrackedAlert(alert, partnerAlerts, false);
    }

    Alert alert() {
        return alert;
    }

    List<PartnerAlert> partnerAlerts() {
        return List.copyOf(partnerAlerts);
    }

    /** Applies the desk's confirmation, which opens a resolved or expired alert; a cancelled one stays cancelled. */
    void confirm(AlertDecided decided, AlertConsent allowed, Instant now) {
        if (alert.state == AlertState.CANCELLED) {
            return;
        }
        // Also where it says nothing new: the desk has looked.
        List<PartnerAlert> uncounted =
                partnerAlerts.stream().filter(PartnerAlert::isUncounted).toList();
        isNews |= !uncounted.isEmpty();
        partnerAlerts.forEach(PartnerAlert::countLettingGoAgain);
        if (!alert.confirm(decided, allowed, now)) {
            // At the edge no state tells them that their answers count again.
            uncounted.forEach(partnerAlert -> partnerAlert.say(MessageType.UPDATE, now));
            return;
        }
        partnerAlerts.forEach(partnerAlert -> partnerAlert.reopen(now));
        partnerAlerts.forEach(partnerAlert -> partnerAlert.say(MessageType.UPDATE, now));
        alert.follow(partnerAlerts, now);
        isNews = true;
    }

    /** Notes that a word of the desk came: the desk is to know that, also where it changes nothing. */
    void hear(@Nullable Integer number) {
        isNews |= alert.hear(number);
    }

    /** Makes an alert like any other of a canary tip's, once a word about it does not call it that. */
    void becomeReal(Consumer<Alert> change, Instant now) {
        change.accept(alert);
        partnerAlerts.forEach(partnerAlert -> partnerAlert.standDown(now));
        alert.follow(partnerAlerts, now);
        isNews = true;
    }

    /** Ends it, also where its time was over: every partner that was told hears of it. */
    void cancel(Instant now) {
        if (alert.state != AlertState.CANCELLED) {
            alert.cancel(now);
            partnerAlerts.forEach(partnerAlert -> partnerAlert.cancel(now));
            isNews = true;
        }
    }

    /** Takes back what its source took back. */
    void withdraw(AlertConsent allowed, Instant now) {
        if (!allowed.alert()) {
            cancel(now);
        } else if (!allowed.details() && alert.detailsConsent && !alert.isOver()) {
            alert.detailsConsent = false;
            partnerAlerts.forEach(partnerAlert -> partnerAlert.say(MessageType.UPDATE, now));
            isNews = true;
        }
    }

    /** Calls others than those who have it: these are reminded. */
    void callOthers(Instant now) {
        letGo(partnerAlert -> partnerAlert.callOthers(now), now);
    }

    /**
     * Marks it as one of a flood, or takes that back, and tells the partners that have it; what somebody has confirmed, taken on or
     * ended stays as it is.
     */
    void mark(AlertDecided decided, Instant now) {
        boolean flood = decided.decision() == AlertDecided.Decision.SET_ASIDE;
        if (!alert.isNewsOfFlood(decided)) {
            return;
        }
        // Also where it changes nothing: the desk is to know that.
        isNews = true;
        if (alert.flood != flood && (!flood || AlertLifecycle.maySetAside(alert.basis, alert.state))) {
            mark(flood, now);
        }
    }

    private void mark(boolean flood, Instant now) {
        alert.flood = flood;
        if (!alert.isOver()) {
            partnerAlerts.forEach(partnerAlert -> partnerAlert.say(MessageType.UPDATE, now));
        }
    }

    /**
     * Applies how it stands with partners. What a human had taken on and let go of is none of a flood; to all it looks put back, so that
     * nobody learns that somebody else had it.
     */
    private void follow(Instant now) {
        AlertState stateBefore = alert.state;
        alert.follow(partnerAlerts, now);
        if (alert.flood && AlertLifecycle.isLetGo(stateBefore, alert.state)) {
            mark(false, now);
        }
    }

    private void letGo(Predicate<PartnerAlert> which, Instant now) {
        if (!alert.isOver()) {
            partnerAlerts.forEach(partnerAlert -> isNews |= which.test(partnerAlert));
            follow(now);
        }
    }

    /** Whether a partner has taken it on, for a time. */
    boolean isHeld() {
        return partnerAlerts.stream().anyMatch(PartnerAlert::holds);
    }

    /**
     * Looks whether what partners took on has ended, and the alert's time.
     *
     * @param lost from when on partners cannot be relied upon, those of which that is known
     */
    void look(Map<UUID, Instant> lost, Instant now) {
        if (alert.isOver()) {
            return;
        }
        if (isForStaff()) {
            // If the machine's clock was set back.
            partnerAlerts.forEach(partnerAlert -> partnerAlert.lapseWithin(STAFF_CALL_LASTS, now));
        }
        // What ended before the alert did is nothing that somebody held to its end.
        letGo(partnerAlert -> partnerAlert.lapse(now), now);
        letGo(partnerAlert -> isLost(partnerAlert, lost, now) && partnerAlert.lose(now), now);
        if (alert.expire(now)) {
            isNews = true;
        }
        if (alert.isOver()) {
            partnerAlerts.forEach(partnerAlert -> partnerAlert.nextTry = null);
        } else if (alert.overdue) {
            // Each at the end that it was told: all at once would tell some that others were told before. Who called
            // it resolved hears of it again if the desk goes on.
            partnerAlerts.stream()
                    .filter(partnerAlert -> partnerAlert.state != PartnerAlertState.RESOLVED
                            && partnerAlert.isPast(alert.threatWhen, now))
                    .forEach(partnerAlert -> partnerAlert.say(MessageType.UPDATE, now));
        }
    }

    private static boolean isLost(PartnerAlert partnerAlert, Map<UUID, Instant> lost, Instant now) {
        Instant from = lost.get(partnerAlert.partnerId);
        return from != null && !from.isAfter(now);
    }

    /**
     * Takes what a human at a partner says of a message; a repeat changes nothing.
     *
     * @return false if no message of this number was ever said
     */
    boolean answer(Answer answer, Instant now) {
        PartnerAlert partnerAlert = partnerAlert(answer.id());
        boolean wasSaid = answer.seq() >= 1 && answer.seq() <= partnerAlert.seq;
        if (wasSaid && isNewAnswer(partnerAlert, answer, now)) {
            follow(now);
            isNews = true;
        }
        return wasSaid;
    }

    private boolean isNewAnswer(PartnerAlert partnerAlert, Answer answer, Instant now) {
        return isForStaff()
                ? partnerAlert.answeredByStaff(answer, STAFF_CALL_LASTS, now)
                : partnerAlert.answered(answer, now);
    }

    /**
     * Somebody of the desk reached a partner by telephone.
     *
     * @param until what they said is to hold
     * @return false if the partner was never told of it
     */
    boolean telephoned(UUID partnerId, PartnerAlertLifecycle.Event said, Instant until, Instant now) {
        Optional<PartnerAlert> told = partnerAlerts.stream()
                .filter(partnerAlert -> partnerAlert.partnerId.equals(partnerId))
                .findFirst();
        if (!alert.isOver() && told.isPresent() && told.get().telephoned(said, until, now)) {
            follow(now);
            isNews = true;
        }
        return told.isPresent();
    }

    private boolean isForStaff() {
        return alert.kind() == AlertLifecycle.Kind.STAFF;
    }

    /** A partner's server was tried. */
    void tried(Instant now) {
        follow(now);
        isNews = true;
    }

    /**
     * A partner's server took a message.
     *
     * @param again when it is repeated, at the earliest
     */
    void delivered(UUID partnerAlertId, int seq, Instant again, Instant now) {
        PartnerAlert partnerAlert = partnerAlert(partnerAlertId);
        boolean isFirst = partnerAlert.deliveredSeq < seq;
        partnerAlert.delivered(seq, again, now);
        boolean isStaffsEnd = isForStaff() && alert.isOver();
        if (alert.kind() == AlertLifecycle.Kind.CANARY
                || (isStaffsEnd && partnerAlert.deliveredSeq == partnerAlert.seq)) {
            // No human answers it: once is enough.
            partnerAlert.nextTry = null;
        }
        // They took what ended since; or its end, so late that people there would not have a day to read it.
        boolean isStale = partnerAlert.messageType != MessageType.CANCEL
                || (isFirst
                        && partnerAlert.nextTry != null
                        && partnerAlert.sent.plus(SOON).isBefore(now));
        if (alert.state == AlertState.CANCELLED && isStale) {
            partnerAlert.say(MessageType.CANCEL, now);
        }
        tried(now);
    }

    /**
     * Takes it from a partner that the desk has ended.
     *
     * @return how it stands there; empty if it need not be taken
     */
    Optional<PartnerAlert> standDown(UUID partnerId, Instant now) {
        if (alert.canary) {
            return Optional.empty();
        }
        PartnerAlert theirs = first(partnerAlert -> partnerAlert.partnerId.equals(partnerId));
        if (alert.isOver()) {
            // Nor are they told of its end.
            theirs.nextTry = null;
            return Optional.empty();
        }
        theirs.standDown(now);
        follow(now);
        isNews = true;
        return Optional.of(theirs);
    }

    /**
     * Begins a canary's next round, with these partners and nobody else.
     *
     * @return whether all of them took the one before
     */
    boolean beginRound(Set<UUID> partnerIds, Instant now) {
        List<PartnerAlert> told = partnerAlerts.stream()
                .filter(partnerAlert -> partnerIds.contains(partnerAlert.partnerId))
                .toList();
        boolean wasTaken = told.stream().allMatch(partnerAlert -> partnerAlert.deliveredSeq >= partnerAlert.seq);
        alert.runAgain(now);
        partnerAlerts.forEach(partnerAlert -> partnerAlert.nextTry = null);
        told.forEach(partnerAlert -> partnerAlert.again(now));
        Set<UUID> known = partners(told.stream());
        callOnly(
                partnerIds.stream()
                        .filter(partnerId -> !known.contains(partnerId))
                        .toList(),
                now);
        return wasTaken;
    }

    /** Calls these partners, who do not know it yet, and no other. */
    void callOnly(Collection<UUID> partnerIds, Instant now) {
        partnerIds.stream()
                .map(partnerId -> PartnerAlert.open(alert.id, partnerId, now))
                .forEach(called::add);
        partnerAlerts.addAll(called);
    }

    /** Whether its synthetic source has said that it read the answer, for which it withdraws the consent to details. */
    boolean wentTheWholeWay() {
        return alert.kind() == AlertLifecycle.Kind.CANARY_TIP
                && alert.told == AlertState.ACKNOWLEDGED
                && allowedDetails
                && !alert.detailsConsent;
    }

    /** Whether {@link #call} has anything to do: its clock runs. */
    boolean isCalling() {
        return alert.opened != null;
    }

    /** Calls every partner that is to hear of it by now, and sees whether anybody can be reached. */
    void call(List<Candidate> candidates, FineClocks clocks, Instant now) {
        List<Candidate> concerned = candidates.stream()
                .filter(candidate -> AlertPolicy.concerns(alert.kind(), candidate))
                .toList();
        List<Candidate> admitted = concerned.stream()
                .filter(candidate -> AlertPolicy.admits(alert.basis, candidate))
                .toList();
        alert.escalate(reach(concerned, admitted), partnerAlerts, clocks.now(alert, now));
        Instant fine = clocks.now(alert, now);
        if (!isCalling()) {
            return;
        }
        Set<UUID> told = partners(partnerAlerts.stream());
        Escalation escalation = alert.escalation(fine, partnerAlerts);
        List<Candidate> covering = isForStaff()
                ? onDuty(admitted, escalation, now)
                : admitted.stream()
                        .map(candidate -> alert.isFor(candidate, now) ? candidate : candidate.passedOver())
                        .toList();
        escalation.told(covering).stream()
                .filter(candidate -> !told.contains(candidate.id()))
                .map(candidate -> PartnerAlert.open(alert.id, candidate.id(), now))
                .forEach(called::add);
        partnerAlerts.addAll(called);
    }

    /** Those of staff who are on duty; all of staff if nobody on duty can take it, or nobody has for too long. */
    private List<Candidate> onDuty(List<Candidate> staff, Escalation escalation, Instant now) {
        List<Candidate> onDuty = staff.stream()
                .filter(candidate -> candidate.coverage().isOnCall(now))
                .toList();
        return escalation.isUnanswered() || onDuty.stream().noneMatch(takesIt()) ? staff : onDuty;
    }

    /** Who can be reached and has not turned it down. */
    private Predicate<Candidate> takesIt() {
        Set<UUID> turnedDown = partners(partnerAlerts.stream().filter(PartnerAlert::isTurnedDown));
        return candidate -> !candidate.silent() && !turnedDown.contains(candidate.id());
    }

    private Alert.Reach reach(List<Candidate> candidates, List<Candidate> admitted) {
        Predicate<Candidate> takesIt = takesIt();
        if (admitted.stream().anyMatch(takesIt)) {
            return Alert.Reach.SOMEBODY;
        }
        return admitted.isEmpty() && candidates.stream().anyMatch(takesIt)
                ? Alert.Reach.ONCE_CONFIRMED
                : Alert.Reach.NOBODY;
    }

    /** How it stands with those who were called now. */
    List<PartnerAlert> called() {
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
        return allowedDetails && !alert.allowsDetails();
    }

    private PartnerAlert partnerAlert(UUID id) {
        return first(partnerAlert -> partnerAlert.id.equals(id));
    }

    private PartnerAlert first(Predicate<PartnerAlert> which) {
        return partnerAlerts.stream().filter(which).findFirst().orElseThrow();
    }

    private static Set<UUID> partners(Stream<PartnerAlert> partnerAlerts) {
        return partnerAlerts.map(partnerAlert -> partnerAlert.partnerId).collect(Collectors.toSet());
    }
}

package org.penah.notify.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;

/** An alert's row: what partners may hear of a threat, and how far it has come. */
@Entity
class Alert {

    private static final Duration ROUNDED_BY = Duration.ofMinutes(1);
    private static final Threat UNNAMED = new Threat(Threat.Who.ME, Threat.When.HOURS, null);

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    Basis basis;

    @Enumerated(EnumType.STRING)
    AlertState state;

    int revision;

    @Enumerated(EnumType.STRING)
    Threat.Who threatWho;

    @Enumerated(EnumType.STRING)
    Threat.When threatWhen;

    @Nullable
    String threatRegion;

    boolean detailsConsent;

    String languages;

    Instant acknowledgeBy;

    Instant expires;

    /** Its time has passed and nobody has ended it: the desk is asked, and partners keep it. */
    boolean overdue;

    /** It came in a flood, as the edge or the desk saw it. */
    boolean flood;

    /** The highest number of the desk's words about that. */
    int floodRevision;

    /** The highest number of all the desk's words. */
    int heard;

    @Transient
    private @Nullable Integer heardNow;

    boolean exercise;

    /** Synthetic, to the canary partners alone. */
    boolean canary;

    /** A canary tip raised it, and its source reads how it stands; nobody hears how any other canary stands. */
    boolean canaryTip;

    /** A report waits at the desk: only staff are told. */
    boolean staff;

    /** When a drill was ordered. */
    @Nullable
    Instant ordered;

    /** Who could take it on. */
    enum Reach {
        SOMEBODY,
        /** Only partners that wait for the desk's word. */
        ONCE_CONFIRMED,
        NOBODY
    }

    /** When its clock began, rounded up to the minute; null once somebody has answered. */
    @Nullable
    Instant opened;

    /** The same to the second, if it has begun just now: it is not stored. */
    @Transient
    @Nullable
    Instant begun;

    @Nullable
    Instant lookAt;

    /** What its source reads. */
    @Nullable
    @Enumerated(EnumType.STRING)
    AlertState told;

    /** How often that has changed. */
    int words;

    static Alert of(AlertAsserted asserted, AlertConsent allowed, Instant now) {
        Alert alert = open(asserted.alertId(), Basis.SOURCE_ASSERTED);
        alert.flood = Boolean.TRUE.equals(asserted.flood());
        alert.raisedBy(asserted.canary());
        alert.describe(asserted.threat(), allowed, asserted.languages(), asserted.dueBy(), now);
        alert.follow(List.of(), now);
        return alert;
    }

    static Alert of(AlertDecided decided, AlertConsent allowed, Instant now) {
        Alert alert = open(decided.alertId(), Basis.DESK_CONFIRMED);
        alert.raisedBy(decided.canary());
        alert.describe(decided.threat(), allowed, decided.languages(), decided.dueBy(), now);
        alert.follow(List.of(), now);
        return alert;
    }

    /** One that the desk has set aside before its source's word came here. */
    static Alert asserted(AlertDecided decided, AlertConsent allowed, Instant now) {
        Alert alert = of(decided, allowed, now);
        alert.basis = Basis.SOURCE_ASSERTED;
        alert.flood = decided.decision() == AlertDecided.Decision.SET_ASIDE;
        alert.isNewsOfFlood(decided);
        return alert;
    }

    /** Whether no later word of the desk about a flood has come; one without a number always is. */
    boolean isNewsOfFlood(AlertDecided decided) {
        Integer revision = decided.floodRevision();
        boolean isNews = revision == null || revision > floodRevision;
        floodRevision = revision == null ? floodRevision : Math.max(revision, floodRevision);
        return isNews;
    }

    /** Whether it goes on as none of a flood, and no word of the desk says so: the edge may have marked it, and somebody let go of it. */
    boolean isUnaskedNoFlood() {
        return !flood && floodRevision == 0 && kind() == AlertLifecycle.Kind.DANGER && !isOver();
    }

    /** Notes which word of the desk this is; answers whether it has a number, for the desk to hear that it came. */
    boolean hear(@Nullable Integer number) {
        heard = number == null ? heard : Math.max(number, heard);
        heardNow = number;
        return number != null;
    }

    /** The number of the desk's word that came now; otherwise the highest of those before, if there was one. */
    @Nullable
    Integer heard() {
        return heardNow != null ? heardNow : heard == 0 ? null : (Integer) heard;
    }

    /** A drill lasts an hour; nobody else is called. */
    static Alert drill(UUID id, Instant now) {
        Alert alert = open(id, Basis.DESK_CONFIRMED);
        alert.exercise = true;
        alert.describeUnnamed(now);
        alert.ordered = now;
        return alert;
    }

    /** One for staff says no more than that a report of danger waits at the desk. */
    static Alert staff(UUID id, Instant now) {
        Alert alert = open(id, Basis.SOURCE_ASSERTED);
        alert.staff = true;
        alert.describeUnnamed(now);
        alert.follow(List.of(), now);
        return alert;
    }

    /** A synthetic alert that takes the way of every alert, to see that the way is open. */
    static Alert canary(UUID id, Instant now) {
        Alert alert = open(id, Basis.DESK_CONFIRMED);
        alert.exercise = true;
        alert.canary = true;
        alert.runAgain(now);
        return alert;
    }

    /** Begins a canary's next round. */
    void runAgain(Instant now) {
        happen(AlertLifecycle.Event.ROUND_BEGAN, now);
        describeUnnamed(now);
    }

    private void describeUnnamed(Instant now) {
        Instant dueBy = TimeRounding.fiveMinutes(now).plus(MessageTimes.DRILL_ANSWER);
        describe(UNNAMED, new AlertConsent(true, false), List.of("en"), dueBy, now);
    }

    /** Whether a word shows that it is a real alert, though an earlier one called it a canary tip's. */
    boolean isShownReal(@Nullable Boolean canary) {
        return canaryTip && canary == null;
    }

    /**
     * Describes it by a word that does not call it a canary tip's, though an earlier one did: a service that was broken into may have
     * said so of a real one.
     */
    void becomeReal(AlertAsserted asserted, AlertConsent allowed, Instant now) {
        becomeReal();
        describe(asserted.threat(), allowed, asserted.languages(), asserted.dueBy(), now);
    }

    void becomeReal() {
        raisedBy(null);
    }

    private void raisedBy(@Nullable Boolean canaryTip) {
        this.canaryTip = Boolean.TRUE.equals(canaryTip);
        canary = this.canaryTip;
        exercise = this.canaryTip;
    }

    private static Alert open(UUID id, Basis basis) {
        Alert alert = new Alert();
        alert.id = id;
        alert.basis = basis;
        alert.state = AlertLifecycle.FIRST;
        return alert;
    }

    /** Takes the desk's word; answers whether it says anything new. */
    boolean confirm(AlertDecided decided, AlertConsent allowed, Instant now) {
        boolean opensAgain = AlertLifecycle.next(state, AlertLifecycle.Event.CONFIRMED) != state;
        boolean same = basis == Basis.DESK_CONFIRMED
                && !opensAgain
                && !overdue
                && decided.threat().equals(threat())
                && allowed.details() == detailsConsent
                && decided.languages().equals(List.of(languages.split(",", -1)))
                && decided.dueBy().equals(acknowledgeBy);
        if (!same) {
            basis = Basis.DESK_CONFIRMED;
            describe(decided.threat(), allowed, decided.languages(), decided.dueBy(), now);
            happen(AlertLifecycle.Event.CONFIRMED, now);
        }
        return !same;
    }

    Threat threat() {
        return new Threat(threatWho, threatWhen, threatRegion);
    }

    /** Ends it; the cancellation has a day to arrive, however soon the alert would have expired. */
    void cancel(Instant now) {
        happen(AlertLifecycle.Event.CANCELLED, now);
        overdue = false;
        Instant tomorrow = TimeRounding.fiveMinutes(now).plus(MessageTimes.HOURS_LAST);
        expires = expires.isBefore(tomorrow) ? tomorrow : expires;
    }

    private void describe(Threat threat, AlertConsent allowed, List<String> spoken, Instant dueBy, Instant now) {
        threatWho = threat.who();
        threatWhen = threat.when();
        threatRegion = threat.region();
        detailsConsent = allowed.details();
        languages = String.join(",", spoken);
        expires = MessageTimes.of(TimeRounding.fiveMinutes(now), threatWhen, exercise)
                .expires();
        overdue = false;
        // Whatever clock the sender has. It is not refused for that: rather an early answer than an alert that nobody
        // hears of.
        acknowledgeBy = dueBy.isBefore(expires) ? dueBy : expires;
    }

    /** How far its clock has come, which runs. */
    Escalation escalation(Instant now, List<PartnerAlert> partnerAlerts) {
        boolean delivered = state == AlertState.DELIVERED;
        Set<UUID> passedOn = partnerAlerts.stream()
                .filter(PartnerAlert::isPassedOn)
                .map(partnerAlert -> partnerAlert.partnerId)
                .collect(Collectors.toSet());
        return new Escalation(Duration.between(Objects.requireNonNull(opened), now), delivered, passedOn);
    }

    /**
     * Looks at its clock, which runs while nobody has taken it on.
     *
     * @param reach who could take it on
     */
    void escalate(Reach reach, List<PartnerAlert> partnerAlerts, Instant now) {
        follow(partnerAlerts, now);
        if (opened == null) {
            return;
        }
        if (opened.isAfter(now.plus(ROUNDED_BY))) {
            // The machine's clock was set back: it would be late by as much.
            startClock(now);
        }
        boolean late = escalation(now, partnerAlerts).isUnanswered();
        happen(
                switch (reach) {
                    case SOMEBODY -> late ? AlertLifecycle.Event.LATE : AlertLifecycle.Event.IN_TIME;
                    case ONCE_CONFIRMED -> late ? AlertLifecycle.Event.LATE : AlertLifecycle.Event.NOBODY_TAKES_IT_YET;
                    case NOBODY -> AlertLifecycle.Event.NOBODY_REACHABLE;
                },
                now);
        lookAt = Escalation.next(opened, now);
        follow(partnerAlerts, now);
    }

    /** Follows the partner that is furthest: one human's answer is an answer, one delivery a delivery. */
    void follow(List<PartnerAlert> partnerAlerts, Instant now) {
        happen(
                partnerAlerts.stream()
                        .map(partnerAlert -> partnerAlert.standing().meaning)
                        .max(Comparator.naturalOrder())
                        .orElse(AlertLifecycle.Event.NOT_DELIVERED),
                now);
        if (timer() == AlertLifecycle.Timer.TAKEN_ON) {
            lookAt = firstLapse(partnerAlerts);
        }
    }

    /** Enters what follows, starts or stops the clock, and notes what its source reads now. */
    private void happen(AlertLifecycle.Event event, Instant now) {
        boolean isHeld = AlertLifecycle.isHeld(state, event);
        state = AlertLifecycle.next(state, event);
        boolean runs = timer() == AlertLifecycle.Timer.ESCALATION;
        if (runs && opened == null) {
            startClock(now);
        } else if (!runs) {
            begun = null;
            opened = null;
            lookAt = timer() == AlertLifecycle.Timer.TAKEN_ON ? lookAt : null;
        }
        if (hasSource()) {
            told = AlertLifecycle.sourceReads(state, isHeld, told);
        }
    }

    /** Whether its source hears how it stands; that of a canary tip only after the desk's word, which is a part of the way. */
    private boolean hasSource() {
        return switch (kind()) {
            case DANGER -> true;
            case CANARY_TIP -> basis == Basis.DESK_CONFIRMED;
            case DRILL, CANARY, STAFF -> false;
        };
    }

    private void startClock(Instant now) {
        begun = now;
        opened = TimeRounding.minuteAfter(now);
        lookAt = Escalation.next(opened, opened);
    }

    private AlertLifecycle.Timer timer() {
        return AlertLifecycle.timer(kind(), state);
    }

    /**
     * Sees whether its time is over: it ends if it may end by itself, or came in a flood and nobody has confirmed or taken it on;
     * otherwise it goes on while the desk is asked.
     *
     * @return whether it was
     */
    boolean expire(Instant now) {
        boolean isDue = !isOver() && !expires.isAfter(now);
        boolean isAside = flood && basis == Basis.SOURCE_ASSERTED;
        if (isDue && AlertLifecycle.endsByItself(kind(), state, isAside)) {
            happen(AlertLifecycle.Event.EXPIRED, now);
        } else if (isDue) {
            overdue = true;
            expires = MessageTimes.of(TimeRounding.fiveMinutes(now), threatWhen, false)
                    .expires();
        }
        return isDue;
    }

    boolean isOver() {
        return AlertLifecycle.isOver(state);
    }

    AlertLifecycle.Kind kind() {
        if (canary) {
            return canaryTip ? AlertLifecycle.Kind.CANARY_TIP : AlertLifecycle.Kind.CANARY;
        }
        if (staff) {
            return AlertLifecycle.Kind.STAFF;
        }
        return exercise ? AlertLifecycle.Kind.DRILL : AlertLifecycle.Kind.DANGER;
    }

    /** Whether details may be handed over: not past the alert's time, for which they were written. */
    boolean allowsDetails(Instant now) {
        return allowsDetails() && expires.isAfter(now);
    }

    /** The same, as far as the alert's state goes. */
    boolean allowsDetails() {
        return detailsConsent && !isOver() && !overdue;
    }

    /** Whether somebody at the partner can act on it now. */
    boolean isFor(Candidate partner, Instant now) {
        return partner.coverage().holds(List.of(languages.split(",", -1)), threatRegion, now);
    }

    private static @Nullable Instant firstLapse(List<PartnerAlert> partnerAlerts) {
        return partnerAlerts.stream()
                .filter(PartnerAlert::holds)
                .map(partnerAlert -> partnerAlert.heldUntil)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}

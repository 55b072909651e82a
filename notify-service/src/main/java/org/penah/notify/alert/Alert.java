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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.NoticeState;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Offer;

/** An alert's row: what partners may hear of a threat, and how far it has come. */
@Entity
class Alert {

    private static final Duration HOURS_LAST = Duration.ofHours(24);
    private static final Duration DAYS_LAST = Duration.ofDays(7);
    private static final Duration DRILL_LASTS = Duration.ofMinutes(65);
    private static final Duration DRILL_ANSWER = Duration.ofMinutes(20);
    private static final Threat DRILL = new Threat(Threat.Who.ME, Threat.When.HOURS, null);

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

    boolean exercise;

    /** Synthetic, to the null partners alone; nobody hears how it stands. */
    boolean canary;

    /** When a drill was ordered. */
    @Nullable
    Instant ordered;

    /** When its clock began, rounded up to the minute; null once somebody has answered. */
    @Nullable
    Instant opened;

    /** The same to the second, if it has begun just now: it is not stored. */
    @Transient
    @Nullable
    Instant begun;

    @Nullable
    Instant lookAt;

    /** What its source has heard of it last. */
    @Nullable
    @Enumerated(EnumType.STRING)
    AlertState told;

    /** How many words its source was told. */
    int words;

    static Alert of(AlertAsserted asserted, Allowed allowed, Instant now) {
        Alert alert = open(asserted.alertId(), Basis.SOURCE_ASSERTED);
        alert.describe(asserted.threat(), allowed, asserted.languages(), asserted.dueBy(), now);
        alert.startClock(now);
        return alert;
    }

    static Alert of(AlertDecided decided, Allowed allowed, Instant now) {
        Alert alert = open(decided.alertId(), Basis.DESK_CONFIRMED);
        alert.describe(decided.threat(), allowed, decided.languages(), decided.dueBy(), now);
        alert.startClock(now);
        return alert;
    }

    /** A drill lasts an hour; nobody else is called. */
    static Alert drill(UUID id, Instant now) {
        Alert alert = open(id, Basis.DESK_CONFIRMED);
        Instant rounded = Coarse.fiveMinutes(now);
        alert.describe(DRILL, new Allowed(true, false), List.of("en"), rounded.plus(DRILL_ANSWER), now);
        alert.expires = rounded.plus(DRILL_LASTS);
        alert.exercise = true;
        alert.ordered = now;
        return alert;
    }

    /** What is no danger and no drill, and goes the way of every alert to see that it is open. */
    static Alert canary(UUID id, Instant now) {
        Alert alert = open(id, Basis.DESK_CONFIRMED);
        alert.exercise = true;
        alert.canary = true;
        alert.runAgain(now);
        return alert;
    }

    /** Begins a canary's next round. */
    void runAgain(Instant now) {
        Instant rounded = Coarse.fiveMinutes(now);
        state = AlertState.OPEN;
        describe(DRILL, new Allowed(true, false), List.of("en"), rounded.plus(DRILL_ANSWER), now);
        expires = rounded.plus(DRILL_LASTS);
    }

    private static Alert open(UUID id, Basis basis) {
        Alert alert = new Alert();
        alert.id = id;
        alert.basis = basis;
        alert.state = AlertState.OPEN;
        return alert;
    }

    /** Takes the desk's word; answers whether it says anything new. */
    boolean confirm(AlertDecided decided, Allowed allowed, Instant now) {
        boolean same = basis == Basis.DESK_CONFIRMED
                && decided.threat().equals(new Threat(threatWho, threatWhen, threatRegion))
                && allowed.details() == detailsConsent
                && decided.languages().equals(List.of(languages.split(",", -1)))
                && decided.dueBy().equals(acknowledgeBy);
        if (!same) {
            basis = Basis.DESK_CONFIRMED;
            describe(decided.threat(), allowed, decided.languages(), decided.dueBy(), now);
        }
        return !same;
    }

    /** Ends it; the cancellation has a day to arrive, however soon the alert would have expired. */
    void cancel(Instant now) {
        state = AlertState.CANCELLED;
        stopClock();
        Instant tomorrow = Coarse.fiveMinutes(now).plus(HOURS_LAST);
        expires = expires.isBefore(tomorrow) ? tomorrow : expires;
    }

    private void describe(Threat threat, Allowed allowed, List<String> spoken, Instant dueBy, Instant now) {
        threatWho = threat.who();
        threatWhen = threat.when();
        threatRegion = threat.region();
        detailsConsent = allowed.details();
        languages = String.join(",", spoken);
        expires = Coarse.fiveMinutes(now).plus(threatWhen == Threat.When.HOURS ? HOURS_LAST : DAYS_LAST);
        // Whatever clock the sender has. It is not refused for that: rather an early answer than an alert that nobody
        // hears of.
        acknowledgeBy = dueBy.isBefore(expires) ? dueBy : expires;
    }

    private void startClock(Instant now) {
        begun = now;
        opened = Coarse.minuteAfter(now);
        lookAt = Escalation.next(opened, opened);
    }

    private void stopClock() {
        begun = null;
        opened = null;
        lookAt = null;
    }

    /** How far its clock has come, which runs. */
    Escalation escalation(Instant now, List<Notice> notices) {
        boolean delivered = state == AlertState.DELIVERED;
        Set<UUID> passedOn = notices.stream()
                .filter(Notice::isPassedOn)
                .map(notice -> notice.partnerId)
                .collect(Collectors.toSet());
        return new Escalation(Duration.between(Objects.requireNonNull(opened), now), delivered, passedOn);
    }

    /**
     * Looks at its clock, which runs while nobody has taken it on.
     *
     * @param reachable whether there is anybody who takes what we send and has not turned it down
     */
    void escalate(boolean reachable, List<Notice> notices, Instant now) {
        follow(notices, now);
        if (opened == null) {
            return;
        }
        boolean unanswered = escalation(now, notices).isUnanswered();
        lookAt = Escalation.next(opened, now);
        // It calms down by an answer, or when somebody can be reached again.
        state = reachable ? unanswered ? AlertState.UNANSWERED : AlertState.OPEN : AlertState.UNREACHABLE;
        follow(notices, now);
    }

    /** Follows its notices: one human's answer is an answer, one delivery a delivery. What has ended stays so. */
    void follow(List<Notice> notices, Instant now) {
        if (isOver()) {
            return;
        }
        if (any(notices, NoticeState.RESOLVED)) {
            settle(AlertState.RESOLVED, null);
        } else if (any(notices, NoticeState.CLAIMED)) {
            settle(AlertState.CLAIMED, firstLapse(notices));
        } else if (any(notices, NoticeState.ACKNOWLEDGED)) {
            settle(AlertState.ACKNOWLEDGED, null);
        } else {
            await(any(notices, NoticeState.DELIVERED), now);
        }
    }

    private void settle(AlertState settled, @Nullable Instant next) {
        state = settled;
        stopClock();
        lookAt = next;
    }

    private void await(boolean delivered, Instant now) {
        boolean wasTakenOn = opened == null && !exercise;
        if (wasTakenOn) {
            startClock(now);
        }
        boolean alarm = state == AlertState.UNANSWERED || state == AlertState.UNREACHABLE;
        if (!alarm) {
            state = delivered ? AlertState.DELIVERED : AlertState.OPEN;
        }
    }

    /** Ends it, if its time is over. */
    boolean expire(Instant now) {
        boolean ends = !isOver() && !expires.isAfter(now);
        if (ends) {
            settle(AlertState.EXPIRED, null);
        }
        return ends;
    }

    boolean isOver() {
        return state == AlertState.CANCELLED || state == AlertState.EXPIRED;
    }

    /** Whether details may be handed over. */
    boolean allowsDetails(Instant now) {
        return detailsConsent && !isOver() && expires.isAfter(now);
    }

    /**
     * What its source is to hear now: that nobody answers; that somebody has, which is whoever takes care of it; that it is
     * open again, since whoever had answered has let go of it.
     */
    Optional<AlertState> newsForSource() {
        AlertState unheld = told == AlertState.ACKNOWLEDGED ? AlertState.OPEN : told;
        AlertState word =
                switch (state) {
                    case OPEN, DELIVERED -> unheld;
                    case UNANSWERED, UNREACHABLE -> unheld == null ? AlertState.UNANSWERED : unheld;
                    case ACKNOWLEDGED, CLAIMED, RESOLVED -> AlertState.ACKNOWLEDGED;
                    case CANCELLED -> AlertState.CANCELLED;
                    case EXPIRED -> told;
                };
        return exercise || word == told ? Optional.empty() : Optional.ofNullable(word);
    }

    /** The desk goes on although a partner has done what it could. */
    void reopen(List<Notice> notices, Instant now) {
        if (state == AlertState.RESOLVED) {
            notices.forEach(notice -> notice.goOn(now));
            follow(notices, now);
        }
    }

    /** Whether somebody at the partner can act on it now. */
    boolean isFor(Offer partner, Instant now) {
        return partner.coverage().holds(List.of(languages.split(",", -1)), threatRegion, now);
    }

    private static boolean any(List<Notice> notices, NoticeState state) {
        return notices.stream().anyMatch(notice -> notice.state == state);
    }

    private static @Nullable Instant firstLapse(List<Notice> notices) {
        return notices.stream()
                .filter(notice -> notice.state == NoticeState.CLAIMED)
                .map(notice -> notice.claimedUntil)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}

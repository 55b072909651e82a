package org.penah.notify.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.NoticeState;
import org.penah.notify.event.Threat;

/** An alert's row: what partners may hear of a threat, and how far it has come. */
@Entity
class Alert {

    private static final Duration HOURS_LAST = Duration.ofHours(24);
    private static final Duration DAYS_LAST = Duration.ofDays(7);

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

    /** When its clock began; null once somebody has answered. */
    @Nullable
    Instant opened;

    @Nullable
    Instant lookAt;

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
        acknowledgeBy = dueBy;
        expires = Coarse.fiveMinutes(now).plus(threatWhen == Threat.When.HOURS ? HOURS_LAST : DAYS_LAST);
    }

    private void startClock(Instant now) {
        opened = now;
        lookAt = Escalation.next(now, now);
    }

    private void stopClock() {
        opened = null;
        lookAt = null;
    }

    /** How far its clock has come; as far as it goes if it no longer runs. */
    Escalation escalation(Instant now) {
        boolean delivered = state == AlertState.DELIVERED;
        return new Escalation(Duration.between(opened == null ? Instant.EPOCH : opened, now), delivered);
    }

    /**
     * Looks at its clock.
     *
     * @param reachable whether there is anybody who takes what we send
     */
    void escalate(boolean reachable, List<Notice> notices, Instant now) {
        if (opened == null) {
            return;
        }
        boolean unanswered = escalation(now).isUnanswered();
        lookAt = Escalation.next(opened, now);
        // It calms down by an answer, or when somebody can be reached again.
        state = reachable ? unanswered ? AlertState.UNANSWERED : AlertState.OPEN : AlertState.UNREACHABLE;
        follow(notices);
    }

    /** Follows its notices: one human's answer is an answer, one delivery a delivery. A cancelled alert stays so. */
    void follow(List<Notice> notices) {
        if (state == AlertState.CANCELLED) {
            return;
        }
        boolean answered = notices.stream().anyMatch(notice -> notice.state == NoticeState.ACKNOWLEDGED);
        boolean delivered = notices.stream().anyMatch(notice -> notice.state == NoticeState.DELIVERED);
        boolean alarm = state == AlertState.UNANSWERED || state == AlertState.UNREACHABLE;
        if (answered) {
            state = AlertState.ACKNOWLEDGED;
            stopClock();
        } else if (!alarm) {
            state = delivered ? AlertState.DELIVERED : AlertState.OPEN;
        }
    }
}

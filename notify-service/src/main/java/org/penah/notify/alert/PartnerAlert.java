package org.penah.notify.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;

/** An alert as one partner knows it, and the latest message that they are to have. */
@Entity
@Table(name = "partner_alert")
class PartnerAlert {

    /** How long a claim lasts that is not renewed. */
    static final Duration CLAIM_LASTS = Duration.ofMinutes(60);

    /** How long an acknowledgement does. */
    static final Duration ACKNOWLEDGEMENT_LASTS = Duration.ofHours(4);

    /**
     * So often a partner may let go of an alert and take it again; each time the clock begins from nothing. Nobody who helps does it more often
     * before the desk has looked.
     */
    static final int MOST_LET_GO = 3;

    @Id
    UUID id;

    UUID alertId;

    UUID partnerId;

    @Enumerated(EnumType.STRING)
    PartnerAlertState state;

    Instant since;

    int seq;

    UUID messageId;

    @Enumerated(EnumType.STRING)
    MessageType messageType;

    Instant sent;

    int attempts;

    int tries;

    @Nullable
    Instant nextTry;

    int deliveredSeq;

    int answeredSeq;

    /** The highest number of the partner's answers. */
    int heard;

    /** End of their claim or acknowledgement; kept after one that has lapsed, as its mark. */
    @Nullable
    Instant heldUntil;

    /**
     * How often they took it and then said otherwise, or the desk called others, since it last confirmed the alert; at most {@link #MOST_LET_GO}
     * count.
     */
    int letGo;

    /** Somebody of the desk wrote down what they said last, on the telephone. */
    boolean byTelephone;

    /** The details that the partner is to fetch, or fetched last. */
    @Nullable
    UUID handOver;

    static PartnerAlert open(UUID alertId, UUID partnerId, Instant now) {
        PartnerAlert partnerAlert = new PartnerAlert();
        partnerAlert.id = UUID.randomUUID();
        partnerAlert.alertId = alertId;
        partnerAlert.partnerId = partnerId;
        partnerAlert.state = PartnerAlertState.PENDING;
        partnerAlert.since = TimeRounding.minute(now);
        partnerAlert.say(MessageType.ALERT, now);
        return partnerAlert;
    }

    /** Replaces the message: what was said before is not sent again. */
    void say(MessageType type, Instant now) {
        seq++;
        messageId = UUID.randomUUID();
        // Who was never told of the alert hears of it first, however often it has changed since.
        messageType = type == MessageType.UPDATE && !told() ? MessageType.ALERT : type;
        sent = TimeRounding.fiveMinutes(now);
        tries = 0;
        // Coarse: it is due at once all the same.
        nextTry = sent;
    }

    /** Says that details lie ready. */
    void handOver(UUID details, Instant now) {
        handOver = details;
        say(MessageType.UPDATE, now);
    }

    /** Says the same once more, as if it had never been said. */
    void again(Instant now) {
        seq = 0;
        deliveredSeq = 0;
        happen(PartnerAlertLifecycle.Event.ROUND_BEGAN, now);
        since = TimeRounding.minute(now);
        say(MessageType.ALERT, now);
    }

    /** Cancels: a partner that may have been told is told so, and any other is not told any more. */
    void cancel(Instant now) {
        if (told()) {
            say(MessageType.CANCEL, now);
        } else {
            nextTry = null;
        }
    }

    /** A try may have reached the partner even where we saw it fail. */
    private boolean told() {
        return attempts > 0;
    }

    /**
     * The partner's server took a message; a human has seen nothing yet, so most messages are sent again.
     *
     * @param notBefore when, at the earliest
     */
    void delivered(int taken, Instant notBefore, Instant now) {
        deliveredSeq = Math.max(deliveredSeq, taken);
        if (taken != seq) {
            return;
        }
        happen(PartnerAlertLifecycle.Event.DELIVERED, now);
        if (needsOnlyArrive()) {
            nextTry = null;
        } else if (nextTry != null && nextTry.isBefore(notBefore)) {
            nextTry = notBefore;
        }
    }

    /**
     * A human has seen a message and says what they do; it is not sent again, but one that was said since still is.
     *
     * @return whether it is news
     */
    boolean answered(Answer answer, Instant now) {
        return answered(answer, answer.action().event, now);
    }

    /** The same from staff on duty, who hold it once, so long at most; to say it again does not renew it. */
    boolean answeredByStaff(Answer answer, Duration longest, Instant now) {
        Instant end = holds() ? heldUntil : TimeRounding.minute(now).plus(longest);
        boolean isNews = answered(answer, PartnerAlertLifecycle.ofStaff(answer.action().event), now);
        heldUntil = holds() ? end : heldUntil;
        // They call off no partner.
        letGo = 0;
        return isNews;
    }

    private boolean answered(Answer answer, PartnerAlertLifecycle.Event event, Instant now) {
        // Played back later, neither kind takes back what was said in between.
        boolean isNew = answer.number() != null ? answer.number() > heard : answer.seq() > answeredSeq;
        if (!isNew) {
            return false;
        }
        heard = answer.number() != null ? answer.number() : heard;
        answeredSeq = Math.max(answeredSeq, answer.seq());
        boolean isCancel = messageType == MessageType.CANCEL;
        boolean ends = answer.seq() == seq && (!isCancel || answer.action() == Answer.Action.ACKNOWLEDGE);
        if (ends) {
            nextTry = null;
        }
        boolean wasTaken = PartnerAlertLifecycle.isTaken(standing());
        boolean isTooOften = letGo >= MOST_LET_GO && PartnerAlertLifecycle.takes(event);
        boolean isChanged = (ends && isCancel)
                ? happen(PartnerAlertLifecycle.Event.CANCELLATION_ACKNOWLEDGED, now)
                : (!isTooOften && happen(event, now));
        if (wasTaken && !PartnerAlertLifecycle.isTaken(standing())) {
            countLettingGo();
        }
        boolean isRenewed = holds() && !isTooOften;
        if (isRenewed) {
            heldUntil = latestEnd(now);
        }
        if (needsOnlyArrive() && deliveredSeq == seq) {
            // It came before this answer to the one before.
            nextTry = null;
        }
        return isChanged || isRenewed;
    }

    /**
     * Somebody of the desk reached them by telephone.
     *
     * @param until what they said is to hold
     * @return whether it is news
     */
    boolean telephoned(PartnerAlertLifecycle.Event said, Instant until, Instant now) {
        Instant before = heldUntil;
        boolean isChanged = happen(said, now);
        if (standing() == PartnerAlertLifecycle.State.TELEPHONED) {
            Instant end = until.isAfter(latestEnd(now)) ? latestEnd(now) : until;
            heldUntil = heldUntil == null || heldUntil.isBefore(end) ? end : heldUntil;
        }
        return isChanged || !Objects.equals(heldUntil, before);
    }

    /** Has what they took on end then, at the latest. */
    void lapseWithin(Duration longest, Instant now) {
        Instant end = TimeRounding.minute(now).plus(longest);
        heldUntil = holds() && heldUntil != null && heldUntil.isAfter(end) ? end : heldUntil;
    }

    private boolean needsOnlyArrive() {
        return PartnerAlertLifecycle.repeat(standing(), messageType) == PartnerAlertLifecycle.Repeat.UNTIL_DELIVERED;
    }

    /**
     * Lets go what they took on and did not renew.
     *
     * @return whether there was anything
     */
    boolean lapse(Instant now) {
        Instant end = heldUntil;
        if (!holds() || end == null) {
            return false;
        }
        // If the machine's clock was set back.
        heldUntil = end.isAfter(latestEnd(now)) ? latestEnd(now) : end;
        return !heldUntil.isAfter(now) && letGo(PartnerAlertLifecycle.Event.TIME_ENDED, now);
    }

    /** They cannot be relied upon for what they took on; answers whether there was anything. */
    boolean lose(Instant now) {
        return letGo(PartnerAlertLifecycle.Event.HOLDER_LOST, now);
    }

    /**
     * The desk calls others, whatever they took on; answers whether there was anything. They may take it again, but not each time: nobody would
     * be called but the next ones.
     */
    boolean callOthers(Instant now) {
        boolean held = letGo(PartnerAlertLifecycle.Event.OTHERS_CALLED, now);
        if (held) {
            countLettingGo();
        }
        return held;
    }

    private boolean letGo(PartnerAlertLifecycle.Event event, Instant now) {
        boolean held = happen(event, now);
        if (held) {
            // They are reminded.
            nextTry = TimeRounding.fiveMinutes(now);
        }
        return held;
    }

    /** Whether the end that they were told has passed. */
    boolean isPast(Threat.When when, Instant now) {
        return !MessageTimes.of(sent, when, false).expires().isAfter(now);
    }

    /** Whether somebody there keeps the alert, for a time. */
    boolean holds() {
        return PartnerAlertLifecycle.holds(standing());
    }

    private Instant latestEnd(Instant now) {
        boolean isClaim = standing() == PartnerAlertLifecycle.State.CLAIMED;
        return TimeRounding.minute(now).plus(isClaim ? CLAIM_LASTS : ACKNOWLEDGEMENT_LASTS);
    }

    /** Takes it from a partner that the desk has ended, and sends nothing more there. */
    void standDown(Instant now) {
        nextTry = null;
        happen(PartnerAlertLifecycle.Event.PARTNER_ENDED, now);
    }

    private void countLettingGo() {
        letGo = Math.min(letGo + 1, MOST_LET_GO);
    }

    /** Lets them take it, and let go of it, as often as at first. */
    void countLettingGoAgain() {
        letGo = 0;
    }

    /** Whether what they say does not keep others from being called, since they let go of it so often. */
    boolean isUncounted() {
        return letGo >= MOST_LET_GO && messageType != MessageType.CANCEL;
    }

    /** Takes back that it is resolved: they are asked again. */
    void reopen(Instant now) {
        happen(PartnerAlertLifecycle.Event.REOPENED, now);
    }

    /** Whether the partner said that it does nothing. */
    boolean isTurnedDown() {
        return PartnerAlertLifecycle.isTurnedDown(standing());
    }

    /** Whether others must be called because this partner let go of it. */
    boolean isPassedOn() {
        return PartnerAlertLifecycle.isPassedOn(standing());
    }

    PartnerAlertLifecycle.State standing() {
        return PartnerAlertLifecycle.State.of(state, heldUntil != null, byTelephone);
    }

    /** Enters what follows; answers whether that is another state. */
    private boolean happen(PartnerAlertLifecycle.Event event, Instant now) {
        PartnerAlertLifecycle.State before = standing();
        PartnerAlertLifecycle.State next = PartnerAlertLifecycle.next(before, event);
        if (next != before) {
            state = next.told;
            since = TimeRounding.minute(now);
            // Both stay behind one that has lapsed.
            boolean isLapsed = next == PartnerAlertLifecycle.State.LAPSED;
            heldUntil = isLapsed ? heldUntil : null;
            byTelephone = PartnerAlertLifecycle.isByTelephone(next) || (isLapsed && byTelephone);
        }
        return next != before;
    }
}

package org.penah.notify.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.NoticeState;

/** An alert as one partner knows it, and the latest message that they are to have. */
@Entity
class Notice {

    /** How long a claim holds that is not renewed. */
    static final Duration LEASE = Duration.ofMinutes(60);

    /** A human there has said what they do; an update must reach their server and needs no second answer. */
    private static final Set<NoticeState> SETTLED = EnumSet.of(
            NoticeState.ACKNOWLEDGED,
            NoticeState.CLAIMED,
            NoticeState.DECLINED,
            NoticeState.RELEASED,
            NoticeState.RESOLVED);

    @Id
    UUID id;

    UUID alertId;

    UUID partnerId;

    @Enumerated(EnumType.STRING)
    NoticeState state;

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

    /** How long a claim holds; it stays behind one that has lapsed. */
    @Nullable
    Instant claimedUntil;

    /** The details that the partner is to fetch, or fetched last. */
    @Nullable
    UUID handOver;

    static Notice open(UUID alertId, UUID partnerId, Instant now) {
        Notice notice = new Notice();
        notice.id = UUID.randomUUID();
        notice.alertId = alertId;
        notice.partnerId = partnerId;
        notice.state = NoticeState.PENDING;
        notice.since = Coarse.minute(now);
        notice.say(MessageType.ALERT, now);
        return notice;
    }

    /** Replaces the message: what was said before is not sent again. */
    void say(MessageType type, Instant now) {
        seq++;
        messageId = UUID.randomUUID();
        // Who was never told of the alert hears of it first, however often it has changed since.
        messageType = type == MessageType.UPDATE && !told() ? MessageType.ALERT : type;
        sent = Coarse.fiveMinutes(now);
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
        state = NoticeState.PENDING;
        since = Coarse.minute(now);
        say(MessageType.ALERT, now);
    }

    /** Takes an alert back: whoever may have been told is told so; nobody else hears of it any more. */
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
        if (state == NoticeState.PENDING) {
            enter(NoticeState.DELIVERED, now);
        }
        if (isSettled()) {
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
        boolean isStopped = state == NoticeState.STOPPED;
        NoticeState entered = (ends && isCancel) || isStopped ? NoticeState.STOPPED : answer.action().state;
        claimedUntil = entered == NoticeState.CLAIMED ? Coarse.minute(now).plus(LEASE) : null;
        boolean isNews = state != entered || entered == NoticeState.CLAIMED;
        if (state != entered) {
            enter(entered, now);
        }
        if (isSettled() && deliveredSeq == seq) {
            // It came before this answer to the one before.
            nextTry = null;
        }
        return isNews;
    }

    /** Whether the latest message need only arrive; a cancellation must be seen too, whatever was seen before. */
    private boolean isSettled() {
        return SETTLED.contains(state) && messageType != MessageType.CANCEL;
    }

    /** Lets a claim go that was not renewed: its holder is reminded, and others are called. */
    void lapse(Instant now) {
        if (state == NoticeState.CLAIMED && claimedUntil != null && !claimedUntil.isAfter(now)) {
            enter(NoticeState.DELIVERED, now);
            nextTry = Coarse.fiveMinutes(now);
        }
    }

    /** Nobody there counts any more: what they had is free, and nothing more is said to them. */
    void standDown(Instant now) {
        nextTry = null;
        claimedUntil = null;
        if (state != NoticeState.RELEASED && state != NoticeState.STOPPED) {
            enter(NoticeState.RELEASED, now);
        }
    }

    /** Takes back that it is resolved: they are asked again. */
    void goOn(Instant now) {
        if (state == NoticeState.RESOLVED) {
            enter(NoticeState.DELIVERED, now);
        }
    }

    /** Whether the partner said that it does nothing. */
    boolean isTurnedDown() {
        return state == NoticeState.DECLINED || state == NoticeState.RELEASED;
    }

    /** Whether others must be called because this partner let go of it. */
    boolean isPassedOn() {
        return isTurnedDown() || (state == NoticeState.DELIVERED && claimedUntil != null);
    }

    private void enter(NoticeState entered, Instant now) {
        state = entered;
        since = Coarse.minute(now);
    }
}

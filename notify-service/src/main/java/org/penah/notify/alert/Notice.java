package org.penah.notify.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.NoticeState;

/** An alert as one partner knows it, and the latest message that they are to have. */
@Entity
class Notice {

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
        // A cancellation must be seen by a human too, whatever they have seen before.
        boolean isAnswered = state == NoticeState.ACKNOWLEDGED && messageType != MessageType.CANCEL;
        if (isAnswered) {
            nextTry = null;
        } else if (nextTry != null && nextTry.isBefore(notBefore)) {
            nextTry = notBefore;
        }
    }

    /**
     * A human has seen a message; it is not sent again, but one that was said since still is.
     *
     * @return whether it is news
     */
    boolean acknowledged(int acknowledgedSeq, Instant now) {
        answeredSeq = Math.max(answeredSeq, acknowledgedSeq);
        boolean isLatest = acknowledgedSeq == seq;
        if (isLatest) {
            nextTry = null;
        }
        NoticeState entered =
                isLatest && messageType == MessageType.CANCEL ? NoticeState.STOPPED : NoticeState.ACKNOWLEDGED;
        if (state == entered || state == NoticeState.STOPPED) {
            return false;
        }
        enter(entered, now);
        return true;
    }

    private void enter(NoticeState entered, Instant now) {
        state = entered;
        since = Coarse.minute(now);
    }
}

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
        nextTry = now;
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

    /** The partner's server took the message; a human has seen nothing yet, so most messages are sent again. */
    void delivered(Instant notBefore, Instant now) {
        if (state == NoticeState.PENDING) {
            enter(NoticeState.DELIVERED, now);
        }
        if (messageType == MessageType.CANCEL || state == NoticeState.ACKNOWLEDGED) {
            nextTry = null;
        } else if (nextTry != null && nextTry.isBefore(notBefore)) {
            nextTry = notBefore;
        }
    }

    /** A human has seen a message; it is not sent again, but one that was said since still is. */
    void acknowledged(int acknowledgedSeq, Instant now) {
        if (state != NoticeState.ACKNOWLEDGED) {
            enter(NoticeState.ACKNOWLEDGED, now);
        }
        if (acknowledgedSeq == seq) {
            nextTry = null;
        }
    }

    private void enter(NoticeState entered, Instant now) {
        state = entered;
        since = Coarse.minute(now);
    }
}

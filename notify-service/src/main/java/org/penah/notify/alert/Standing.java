package org.penah.notify.alert;

import java.util.UUID;

/**
 * An alert as it stands with one partner now.
 *
 * @param deliveredSeq the latest message that the partner's server took
 * @param answeredSeq the latest message that a human there has seen
 */
public record Standing(UUID noticeId, UUID alertId, Message message, int deliveredSeq, int answeredSeq) {

    /** Whether the partner's server has not taken it as it stands. */
    public boolean isNew() {
        return deliveredSeq < message.seq();
    }
}

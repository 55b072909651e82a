package org.penah.notify.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says how an alert stands with one partner now.
 *
 * @param deliveredSeq the latest message that the partner's server took
 * @param isDue whether it is still to be said
 * @param flood how many are open there that nobody has confirmed, if this one is of a flood
 */
public record OpenAlert(
        UUID partnerAlertId,
        UUID alertId,
        Message message,
        int deliveredSeq,
        boolean isDue,
        Heard heard,
        @Nullable Integer flood) {

    /**
     * What the partner has said of it.
     *
     * @param seq the latest message that a human there has seen
     * @param number the highest of their answers
     * @param heldUntil how long their claim or acknowledgement holds
     * @param uncounted whether what they say keeps nobody from being called
     */
    public record Heard(int seq, int number, @Nullable Instant heldUntil, boolean uncounted) {}

    /** Whether the partner's server has not taken it as it stands. */
    public boolean isNew() {
        return deliveredSeq < message.seq();
    }
}

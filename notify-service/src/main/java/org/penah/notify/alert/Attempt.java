package org.penah.notify.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;

/**
 * One try that is under way: a lease on the partner, and the message as it is to leave.
 *
 * @param claim whose lease it is
 * @param number counts the tries at this notice
 * @param messageId the same for every try of this message
 */
public record Attempt(
        UUID claim, UUID partnerId, UUID noticeId, UUID alertId, int number, UUID messageId, Message message) {

    /** What the partner is told. */
    public record Message(
            int seq,
            MessageType type,
            Basis basis,
            Threat.When when,
            @Nullable String region,
            boolean details,
            List<String> languages,
            Instant sent,
            Instant expires,
            Instant acknowledgeBy) {

        /** The numbers of the messages that this one replaces. */
        public List<Integer> references() {
            return IntStream.range(1, seq).boxed().toList();
        }
    }
}

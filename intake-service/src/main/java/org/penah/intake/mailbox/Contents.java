package org.penah.intake.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The contents of a mailbox.
 *
 * @param tips oldest first
 * @param replies newest first
 * @param shown the place among the replies of the one that was asked for, or of the newest; 0 if there is none
 * @param sealed that reply
 */
public record Contents(List<SentTip> tips, List<Reply> replies, int shown, Optional<byte[]> sealed) {

    /** Nothing was ever sent with this receipt, or nothing is left of it. */
    public boolean isEmpty() {
        return tips.isEmpty();
    }

    /** Whether the reply that is shown is the one that was asked for. */
    public boolean shows(Optional<UUID> reply) {
        return !replies.isEmpty()
                && reply.filter(replies.get(shown).id()::equals).isPresent();
    }
}

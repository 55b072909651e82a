package org.penah.intake.mailbox;

import java.util.Comparator;
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

    private static final Comparator<SentTip> URGENCY =
            Comparator.comparing(SentTip::soon, Comparator.nullsLast(Comparator.naturalOrder()));

    /** Nothing was ever sent with this receipt, or nothing is left of it. */
    public boolean isEmpty() {
        return tips.isEmpty();
    }

    /** The tip that what comes next adds to: of those that are still at the desk the most urgent, and of these the newest. */
    public Optional<SentTip> followed() {
        return tips.stream()
                .filter(tip -> tip.queue() != null)
                .reduce((earlier, later) -> URGENCY.compare(earlier, later) < 0 ? earlier : later);
    }

    /** Whether its source reported danger, and allows us in no tip to tell organisations of it. */
    public boolean isUntold() {
        return followed().filter(tip -> tip.soon() != null).isPresent()
                && tips.stream().noneMatch(SentTip::alert);
    }

    /** Whether what is still at the desk reports no danger. */
    public boolean isCalm() {
        return followed().filter(tip -> tip.soon() == null).isPresent();
    }

    /** Whether the reply that is shown is the one that was asked for. */
    public boolean shows(Optional<UUID> reply) {
        return !replies.isEmpty()
                && reply.filter(replies.get(shown).id()::equals).isPresent();
    }
}

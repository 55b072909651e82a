package org.penah.intake.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.penah.intake.form.Addition;
import org.penah.intake.form.Urgency;

/**
 * Holds all that a mailbox has for its source.
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

    /** What comes next, which {@link SentTip#addition adds} to an earlier tip, if we know to which. */
    public Optional<Addition> addition(boolean asksConsent) {
        return followed().map(tip -> tip.addition(asksConsent, tips.stream().anyMatch(SentTip::alert)));
    }

    /**
     * The tip that what comes next adds to: of those that are still at the desk the most urgent, and of these the newest. None if one
     * came before we kept how urgent they are: its danger would be lost.
     */
    private Optional<SentTip> followed() {
        if (atDesk().anyMatch(tip -> tip.queue() == null)) {
            return Optional.empty();
        }
        return atDesk().reduce((earlier, later) -> URGENCY.compare(earlier, later) < 0 ? earlier : later);
    }

    /** Whether its source reported danger, and allows us in no tip to tell organisations of one that is so near. */
    public boolean isUntold() {
        return nearest()
                .filter(soon -> reporting(soon).noneMatch(SentTip::alert))
                .isPresent();
    }

    /** Whether its source allows us to tell organisations of the nearest danger, and in no tip to give details. */
    public boolean isWithoutDetails() {
        return nearest()
                .filter(soon -> reporting(soon).anyMatch(SentTip::alert)
                        && reporting(soon).noneMatch(SentTip::details))
                .isPresent();
    }

    private Optional<Urgency> nearest() {
        return followed().map(SentTip::soon);
    }

    private Stream<SentTip> reporting(Urgency soon) {
        return atDesk().filter(tip -> tip.soon() == soon);
    }

    private Stream<SentTip> atDesk() {
        return tips.stream().filter(tip -> tip.expiredOn() == null);
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

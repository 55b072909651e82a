package org.penah.intake.mailbox;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Addition;
import org.penah.intake.form.Urgency;

/**
 * Says what has become of a tip, by day.
 *
 * @param openedOn by staff, if they have
 * @param answer of protection organisations, or that there is none and should be
 * @param alertedOn when two of staff told such organisations of the danger though the source had not allowed it, if they did
 * @param alert whether such organisations may still be told
 * @param details whether staff may still show them details
 * @param expiredOn when its time at the desk was over, if it is; then there is nothing more to tell
 * @param queue whose staff read it; null if it has expired, or came before this was kept
 * @param soon the danger that it reported, or null
 * @param decisionSalt with which the source's decisions are signed, in base64url; null in tips from before there were such
 */
public record SentTip(
        UUID id,
        LocalDate day,
        @Nullable LocalDate openedOn,
        @Nullable Answer answer,
        @Nullable LocalDate answeredOn,
        @Nullable LocalDate alertedOn,
        boolean alert,
        boolean details,
        @Nullable LocalDate expiredOn,
        @Nullable String queue,
        @Nullable Urgency soon,
        @Nullable String decisionSalt) {

    /**
     * What a form that adds to this tip carries along.
     *
     * @param asksConsent whether its source comes to allow what they did not allow; only where they reported danger
     * @param allowed whether any tip of theirs allows us to tell organisations
     */
    Addition addition(boolean asksConsent, boolean allowed) {
        return new Addition(id, Objects.requireNonNull(queue), soon, asksConsent, soon != null && allowed);
    }

    /** As notify words it. */
    public enum Answer {
        UNANSWERED,
        ACKNOWLEDGED,
        OPEN,
        CANCELLED
    }
}

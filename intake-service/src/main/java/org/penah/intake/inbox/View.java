package org.penah.intake.inbox;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.intake.mailbox.SentTip.Answer;

/**
 * An inbox as its template asks for it; days are written out in the page's language.
 *
 * @param session the token of the next step
 * @param done what has just been done, if anything
 * @param reply the one that is shown, if there is any
 * @param tips newest first, those that fit
 * @param earlierTips the number of the first one that does not, or 0
 * @param untold whether the source reported danger of which we may tell nobody
 * @param withoutDetails whether we may tell of it, and give no details
 * @param calm whether the source reported none
 */
public record View(
        String session,
        @Nullable InboxResult done,
        @Nullable Letter reply,
        List<Sent> tips,
        int earlierTips,
        boolean untold,
        boolean withoutDetails,
        boolean calm,
        int keepDays) {

    /**
     * A reply that is open.
     *
     * @param number newest first, from 1
     * @param text empty if it cannot be opened, or is not opened here
     * @param sealed what the source's browser opens, in base64; else null
     * @param part of its parts, from 1; a page has room for one
     */
    public record Letter(
            UUID id,
            String day,
            int number,
            int count,
            boolean isNew,
            boolean opens,
            String text,
            @Nullable String sealed,
            int part,
            int parts,
            @Nullable UUID newer,
            @Nullable UUID older) {

        /** Hides what staff wrote. */
        @Override
        public String toString() {
            return "Letter[redacted]";
        }
    }

    /**
     * The state of a tip.
     *
     * @param number oldest first, from 1
     * @param decisionSalt with which the source's browser signs what it decides of this tip
     */
    public record Sent(
            UUID id,
            int number,
            String day,
            @Nullable String openedOn,
            @Nullable Answer answer,
            @Nullable String answeredOn,
            @Nullable String alertedOn,
            boolean alert,
            boolean details,
            @Nullable String expiredOn,
            @Nullable String decisionSalt) {}

    /** Hides the token. */
    @Override
    public String toString() {
        return "View[redacted]";
    }
}

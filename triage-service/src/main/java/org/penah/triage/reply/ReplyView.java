package org.penah.triage.reply;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows an answer on the console, without what it says.
 *
 * @param held whether its writer can still take it back; otherwise absent
 * @param readOn the day on which the source first opened it
 */
record ReplyView(
        UUID replyId,
        LocalDate day,
        String sender,
        @Nullable LocalDate readOn,
        @Nullable Boolean held) {

    /** One that has gone out. */
    ReplyView(UUID replyId, LocalDate day, String sender, @Nullable LocalDate readOn) {
        this(replyId, day, sender, readOn, null);
    }
}

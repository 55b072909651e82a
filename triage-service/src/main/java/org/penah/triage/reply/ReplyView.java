package org.penah.triage.reply;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows an answer on the console, without what it says.
 *
 * @param readOn the day on which the source first opened it
 */
record ReplyView(
        UUID replyId,
        LocalDate day,
        String sender,
        @Nullable LocalDate readOn) {}

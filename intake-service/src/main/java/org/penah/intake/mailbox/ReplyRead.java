package org.penah.intake.mailbox;

import java.time.LocalDate;
import java.util.UUID;

/** Tells triage-service, as {@value #TYPE}, that a source has opened a reply, by day. */
record ReplyRead(UUID replyId, LocalDate day) {

    static final String TYPE = "org.penah.reply.read.v1";
}

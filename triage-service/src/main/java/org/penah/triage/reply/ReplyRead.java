package org.penah.triage.reply;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireDay;

import java.time.LocalDate;
import java.util.UUID;

/** Tells, as event {@code org.penah.reply.read.v1} from intake-service, that the source has opened an answer. */
record ReplyRead(UUID replyId, LocalDate day) {

    static final String TYPE = "org.penah.reply.read.v1";

    ReplyRead {
        require(replyId != null, "replyId is missing");
        requireDay(day, "day");
    }
}

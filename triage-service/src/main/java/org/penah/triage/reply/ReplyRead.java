package org.penah.triage.reply;

import static org.penah.triage.event.Contract.require;

import java.time.LocalDate;
import java.util.UUID;

/** Event {@code org.penah.reply.read.v1} from intake-service: the source has opened an answer. */
record ReplyRead(UUID replyId, LocalDate day) {

    ReplyRead {
        require(replyId != null, "replyId is missing");
        require(day != null, "day is missing");
    }
}

package org.penah.triage.reply;

import static org.penah.triage.event.Contract.require;

import java.time.LocalDate;
import java.util.UUID;
import org.penah.triage.text.SealedText;

/**
 * Tells intake-service, as event {@code org.penah.reply.sent.v1}, an answer for a source.
 *
 * @param sealed to the source's own recipient, in base64
 */
record ReplySent(UUID replyId, UUID tipId, LocalDate day, String sealed) {

    static final String TYPE = "org.penah.reply.sent.v1";

    ReplySent {
        require(SealedText.is(sealed), "sealed is not a sealed reply");
    }
}

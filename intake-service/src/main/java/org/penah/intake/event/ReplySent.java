package org.penah.intake.event;

import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;

/**
 * Tells, as {@value #TYPE} from triage, that staff have answered a source (docs/contracts/reply.md).
 *
 * @param sealed an age file of {@value #SEALED_BYTES} bytes, in base64
 */
record ReplySent(UUID replyId, UUID tipId, LocalDate day, String sealed) {

    static final String TYPE = "org.penah.reply.sent.v1";
    static final int SEALED_BYTES = 9851;

    ReplySent {
        if (replyId == null || tipId == null || sealed == null) {
            throw new IllegalArgumentException("a reply lacks a field");
        }
        Valid.day(day);
        int bytes = Base64.getDecoder().decode(sealed).length;
        if (bytes != SEALED_BYTES) {
            throw new IllegalArgumentException("a sealed reply has " + SEALED_BYTES + " bytes, not " + bytes);
        }
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(sealed);
    }

    /** Shows nothing of its ids beside its day. */
    @Override
    public String toString() {
        return "ReplySent[redacted]";
    }
}

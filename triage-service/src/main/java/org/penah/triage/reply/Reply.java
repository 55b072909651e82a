package org.penah.triage.reply;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer that a member gave to a source. */
@Entity
class Reply {

    @Id
    UUID replyId;

    UUID tipId;
    LocalDate day;

    /** The member who wrote it. */
    String sender;

    /** The text, sealed to the tip's queue. */
    byte[] copy;

    @Nullable
    LocalDate readOn;
}

package org.penah.intake.tip;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Consents;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Threat;

/**
 * Tells triage-service, as {@value #TYPE}, ids and routing facts, and nothing that a source wrote.
 *
 * @param sizeClass bytes of the sealed blob, of a Padmé size; of one that its source sealed, the Padmé size above
 * @param dueBy present exactly if somebody is in danger, rounded up to five minutes
 * @param alertId present exactly if an alert was sent
 * @param flood true if it came in a flood, otherwise absent
 * @param decisionKey what the source's decisions about this tip are signed with, the public half
 * @param canary true if it came to the mailbox of our own synthetic source, otherwise absent
 * @param replyTo present exactly if the source sealed the tip on their device: otherwise it is sealed in the tip
 */
record TipReceived(
        UUID tipId,
        UUID blobId,
        String queue,
        int epoch,
        String language,
        Threat threat,
        Consents consents,
        Sealing sealing,
        long sizeClass,
        LocalDate day,
        @Nullable Instant dueBy,
        @Nullable UUID alertId,
        @Nullable Boolean flood,
        @Nullable Boolean canary,
        @Nullable String replyTo,
        @Nullable String decisionKey) {

    static final String TYPE = "org.penah.tip.received.v1";
    static final String RECEIVER = "triage";
}

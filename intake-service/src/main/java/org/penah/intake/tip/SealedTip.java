package org.penah.intake.tip;

import java.util.UUID;
import org.penah.intake.form.Consents;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Threat;
import org.penah.intake.receipt.Mailbox;

/**
 * A tip whose last byte is sealed, ready to be kept.
 *
 * @param epoch of the queue's key
 * @param language of the page, such as {@code en}
 * @param sizeClass bytes of the sealed blob, or for one that its source sealed the Padmé size above
 */
public record SealedTip(
        FormToken once,
        Mailbox mailbox,
        UUID blobId,
        String queue,
        int epoch,
        String language,
        Threat threat,
        Consents consents,
        Sealing sealing,
        long sizeClass) {}

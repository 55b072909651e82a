package org.penah.intake.seal;

import org.penah.intake.blob.PendingBlob;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormToken;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;

/** A tip on its way into the blob store, wherever it was sealed. */
interface PendingTip {

    /** Writes the last of it; the blob is written but not yet durable. */
    SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox);

    PendingBlob blob();

    /** It is known what became of the tip. */
    default void decided() {}

    /** Wipes what is held and leaves nothing behind. */
    default void abort() {
        decided();
        blob().discard();
    }
}

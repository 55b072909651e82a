package org.penah.intake.upload;

import io.vertx.core.Future;
import java.io.IOException;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormToken;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;

/** A tip on its way into the blob store, wherever it was sealed. */
interface PendingTip {

    /** Writes the last of it; the blob is written but not yet durable. */
    SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox) throws IOException;

    BlobUpload blob();

    /** It is known what became of the tip. */
    default void decided() {}

    /** Wipes what is held and leaves nothing behind. */
    Future<Void> abort();
}

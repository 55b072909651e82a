package org.penah.intake.seal;

import org.penah.intake.blob.PendingBlob;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.Sealing;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;

/** A tip that the page's script has sealed, and that the blob store holds without its final name. */
record BrowserSealedTip(CompletedUpload uploaded, String queue, int epoch) implements PendingTip {

    @Override
    public SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox) {
        return new SealedTip(
                once,
                mailbox,
                uploaded.blobId(),
                queue,
                epoch,
                language,
                answers.threat(),
                answers.consents(),
                Sealing.BROWSER,
                uploaded.length());
    }

    @Override
    public PendingBlob blob() {
        return uploaded.blob();
    }

    @Override
    public void decided() {
        uploaded.decided().run();
    }
}

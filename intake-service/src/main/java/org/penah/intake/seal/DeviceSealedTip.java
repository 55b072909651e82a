package org.penah.intake.seal;

import java.util.Arrays;
import java.util.UUID;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.blob.PendingBlob;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.RefusedException;
import org.penah.intake.form.Sealing;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.multipart.PartTarget;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;
import org.penah.sealing.age.SealedFileCheck;
import org.penah.sealing.age.SealedFileException;
import org.penah.sealing.tip.Padme;

/** A file that its source sealed, on its way into the blob store as it is; that it is sealed is checked, not believed. */
final class DeviceSealedTip implements PendingTip, PartTarget {

    private final QueueKey key;
    private final UUID blobId;
    private final BlobUpload blob;
    private final long limit;
    private final SealedFileCheck check = new SealedFileCheck();

    DeviceSealedTip(QueueKey key, UUID blobId, BlobUpload blob, long limit) {
        this.key = key;
        this.blobId = blobId;
        this.blob = blob;
        this.limit = limit;
    }

    /** Takes some bytes of the file, and checks them before passing any on. */
    @Override
    public void write(byte[] sealed, int offset, int length) {
        try {
            check.accept(sealed, offset, length);
        } catch (SealedFileException notSealed) {
            throw new RefusedException(fault(notSealed.kind()));
        }
        if (check.length() > limit) {
            throw new RefusedException(FormError.SEALED_TOO_LARGE);
        }
        blob.write(Arrays.copyOfRange(sealed, offset, offset + length));
    }

    @Override
    public void end() {
        try {
            check.finish();
        } catch (SealedFileException notWhole) {
            throw new RefusedException(fault(notWhole.kind()));
        }
    }

    @Override
    public SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox) {
        return new SealedTip(
                once,
                mailbox,
                blobId,
                key.queue(),
                key.epoch(),
                language,
                answers.threat(),
                answers.consents(),
                Sealing.DEVICE,
                // Its true size is nobody's business: it would tell one source's file from another's.
                Padme.atLeast(check.length()));
    }

    @Override
    public PendingBlob blob() {
        return blob;
    }

    private static FormError fault(SealedFileException.Kind kind) {
        return switch (kind) {
            case NOT_SEALED -> FormError.SEALED_NOT;
            case ARMORED -> FormError.SEALED_AS_TEXT;
            case OTHER_RECIPIENT -> FormError.SEALED_TO_OTHER;
            case CUT_OFF -> FormError.SEALED_CUT_OFF;
        };
    }
}

package org.penah.intake.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipWriter;

/** Seals a tip between the form and the blob store. Only memory holds unsealed bytes: at most 8 KiB, and those that have just arrived. */
final class ServerSealedTip implements PendingTip, PartTarget {

    private final QueueKey key;
    private final UUID blobId;
    private final UploadBounds bounds;
    private final TipWriter writer;
    private final PaddedUpload padded;
    private int files;
    private long fileBytes;

    ServerSealedTip(QueueKey key, UUID blobId, BlobUpload blob, UploadBounds bounds) throws IOException {
        this.key = key;
        this.blobId = blobId;
        this.bounds = bounds;
        this.writer = TipWriter.seal(List.of(key.recipient()), blob::write);
        this.padded = new PaddedUpload(writer, blob);
    }

    /** Begins the next file; its name and type are data that staff will see, cut to what the container takes. */
    void beginFile(String name, String type) throws IOException {
        if (++files > bounds.files()) {
            throw new RefusedException(FormError.FILES_TOO_MANY);
        }
        writer.beginFile(cut(name, TipBounds.FILE_NAME), cut(type, TipBounds.FILE_TYPE));
    }

    /** Seals some bytes of the file; what comes out is the store's at once. */
    @Override
    public void write(byte[] plain, int offset, int length) throws IOException {
        fileBytes += length;
        if (fileBytes > bounds.bytes()) {
            throw new RefusedException(FormError.FILES_TOO_LARGE);
        }
        writer.write(plain, offset, length);
    }

    @Override
    public void end() throws IOException {
        writer.endFile();
    }

    /** Seals what the source said. The padding is written when the blob is delivered. */
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
                Sealing.SERVER,
                writeContent(answers, mailbox));
    }

    private long writeContent(Answers answers, Mailbox mailbox) {
        try {
            return writer.writeContent(answers.topicWord(), answers.message(), answers.words(), mailbox.replyTo());
        } catch (IOException notSealed) {
            throw new UncheckedIOException(notSealed);
        }
    }

    @Override
    public PendingBlob blob() {
        return padded;
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean insidePair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, insidePair ? longest - 1 : longest);
    }
}

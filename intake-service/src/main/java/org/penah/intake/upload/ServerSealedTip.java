package org.penah.intake.upload;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.Sealing;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipWriter;

/**
 * A tip between the form and the blob store. Only memory holds unsealed bytes: at most 8 KiB, and those that have just
 * arrived.
 */
final class ServerSealedTip implements PendingTip {

    private final QueueKey key;
    private final UUID blobId;
    private final BlobUpload blob;
    private final TipWriter writer;

    ServerSealedTip(QueueKey key, UUID blobId, BlobUpload blob) throws IOException {
        this.key = key;
        this.blobId = blobId;
        this.blob = blob;
        this.writer = TipWriter.seal(List.of(key.recipient()), blob::write);
    }

    /** Begins the next file; its name and type are data that staff will see, cut to what the container takes. */
    void beginFile(String name, String type) throws IOException {
        writer.beginFile(cut(name, TipBounds.FILE_NAME), cut(type, TipBounds.FILE_TYPE));
    }

    void write(byte[] plain, int offset, int length) throws IOException {
        writer.write(plain, offset, length);
    }

    void endFile() throws IOException {
        writer.endFile();
    }

    /** Seals what the source said. The padding is written when the blob is completed. */
    @Override
    public SealedTip finish(FormToken once, Answers answers, String language, Mailbox mailbox) throws IOException {
        long bytes = writer.writeContent(answers.topic().word(), answers.message(), answers.words(), mailbox.replyTo());
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
                bytes);
    }

    @Override
    public BlobUpload blob() {
        return new PaddedUpload(writer, blob);
    }

    @Override
    public Future<Void> abort() {
        writer.close();
        return blob.discard();
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean insidePair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, insidePair ? longest - 1 : longest);
    }
}

package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Seals what is written to it as an age file, holding one chunk of 64 KiB.
 *
 * <p>Only {@link #finish} completes the file. One that was closed, dropped or failed before lacks its last chunk, and
 * every implementation of age refuses it; an aborted upload can thus never pass for a whole one.
 */
public final class AgeEncryptor extends FinishingOutputStream {

    private final Payload payload;

    private AgeEncryptor(OutputStream sealed, Payload payload) {
        super(sealed, new byte[Payload.SEALED_CHUNK_BYTES], Payload.CHUNK_BYTES);
        this.payload = payload;
    }

    /**
     * Writes the header at once. The stream stays the caller's: it is flushed by {@link #finish} and never closed.
     *
     * @throws IllegalArgumentException for no recipient or too many, for a passphrase beside another recipient, and for
     *     a post-quantum recipient beside one that is not: the weaker would undo the stronger
     */
    public static AgeEncryptor start(List<? extends Recipient> recipients, OutputStream sealed) throws IOException {
        return new AgeEncryptor(sealed, begin(recipients, sealed));
    }

    /** Writes the header and the nonce, behind which the payload begins. */
    static Payload begin(List<? extends Recipient> recipients, OutputStream sealed) throws IOException {
        requireOneKind(recipients);
        try (FileKey fileKey = FileKey.random()) {
            List<Stanza> stanzas = recipients.stream()
                    .map(recipient -> recipient.wrap(fileKey))
                    .toList();
            byte[] nonce = Secret.randomBytes(Payload.NONCE_BYTES);
            sealed.write(Header.seal(stanzas, fileKey).encode());
            sealed.write(nonce);
            return fileKey.payload(nonce);
        }
    }

    private static void requireOneKind(List<? extends Recipient> recipients) {
        if (recipients.isEmpty() || recipients.size() > Header.MAX_STANZAS) {
            throw new IllegalArgumentException(
                    "a file has 1 to " + Header.MAX_STANZAS + " recipients, not " + recipients.size());
        }
        if (recipients.size() > 1 && recipients.stream().anyMatch(PassphraseRecipient.class::isInstance)) {
            throw new IllegalArgumentException("a passphrase is a file's only recipient");
        }
        if (recipients.stream()
                        .map(HybridRecipient.class::isInstance)
                        .distinct()
                        .count()
                > 1) {
            throw new IllegalArgumentException("post-quantum recipients are not mixed with others");
        }
    }

    @Override
    void send(byte[] chunk, int length, boolean last, OutputStream sealed) throws IOException {
        sealed.write(chunk, 0, payload.seal(chunk, length, last));
    }

    /** Wipes the key and the chunk held; without {@link #finish} before, leaves a file that is refused. */
    @Override
    public void close() {
        super.close();
        payload.close();
    }
}

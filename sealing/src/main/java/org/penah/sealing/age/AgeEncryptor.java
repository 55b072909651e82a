package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Seals what is written to it as an age file, holding one chunk of 64 KiB.
 *
 * <p>Only {@link #finish} completes the file. One that was closed, dropped or failed before lacks its last chunk, and
 * every implementation of age refuses it; an aborted upload can thus never pass for a whole one.
 */
public final class AgeEncryptor extends OutputStream {

    private final OutputStream sealed;
    private final Payload payload;
    private final byte[] chunk = new byte[Payload.SEALED_CHUNK_BYTES];
    private int held;
    private boolean closed;

    private AgeEncryptor(OutputStream sealed, Payload payload) {
        this.sealed = sealed;
        this.payload = payload;
    }

    /**
     * Writes the header at once. The stream stays the caller's: it is flushed by {@link #finish} and never closed.
     *
     * @throws IllegalArgumentException for no recipient or too many, for a passphrase beside another recipient, and for
     *     a post-quantum recipient beside one that is not: the weaker would undo the stronger
     */
    public static AgeEncryptor start(List<? extends Recipient> recipients, OutputStream sealed) throws IOException {
        requireOneKind(recipients);
        try (FileKey fileKey = FileKey.random()) {
            List<Stanza> stanzas = recipients.stream()
                    .map(recipient -> recipient.wrap(fileKey))
                    .toList();
            byte[] nonce = Secret.randomBytes(Payload.NONCE_BYTES);
            sealed.write(Header.seal(stanzas, fileKey).encode());
            sealed.write(nonce);
            return new AgeEncryptor(sealed, fileKey.payload(nonce));
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
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] plain, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, plain.length);
        requireOpen();
        for (int at = offset, end = offset + length; at < end; ) {
            if (held == Payload.CHUNK_BYTES) {
                // Only now is it known that this chunk is not the last.
                sealChunk(false);
            }
            int taken = Math.min(end - at, Payload.CHUNK_BYTES - held);
            System.arraycopy(plain, at, chunk, held, taken);
            held += taken;
            at += taken;
        }
    }

    /** Seals the last chunk, flushes the stream and wipes the key. The file is whole once this has returned. */
    public void finish() throws IOException {
        requireOpen();
        try {
            sealChunk(true);
            sealed.flush();
        } finally {
            close();
        }
    }

    /** Does nothing to what is held: a chunk leaves when it is full, and the last one on {@link #finish}. */
    @Override
    public void flush() throws IOException {
        sealed.flush();
    }

    /** Wipes the key and the chunk held; without {@link #finish} before, leaves a file that is refused. */
    @Override
    public void close() {
        closed = true;
        payload.close();
        Arrays.fill(chunk, (byte) 0);
    }

    private void sealChunk(boolean last) throws IOException {
        int length = payload.seal(chunk, held, last);
        held = 0;
        try {
            sealed.write(chunk, 0, length);
        } catch (IOException | RuntimeException e) {
            // Whatever arrived of this chunk, the file cannot be whole any more.
            close();
            throw e;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the encryptor is closed");
        }
    }
}

package org.penah.sealing.age;

import java.nio.ByteBuffer;

/** The chunks of one payload, numbered and with the last one marked, so that none can be moved, dropped or added. */
final class Payload implements AutoCloseable {

    static final int NONCE_BYTES = 16;
    static final int CHUNK_BYTES = 64 * 1024;
    static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + ChaCha20Poly1305.TAG_BYTES;

    private final ChaCha20Poly1305 cipher;
    private long chunks;
    private boolean ended;

    Payload(Secret key) {
        this.cipher = new ChaCha20Poly1305(key);
    }

    /** Seals the next chunk in place and answers its sealed length. */
    int seal(byte[] chunk, int length, boolean last) {
        return cipher.seal(nonce(chunks++, last), chunk, length);
    }

    /** Begins the next chunk for {@link #sealSome}; it says from its first byte whether it is the last. */
    void beginChunk(boolean last) {
        cipher.begin(nonce(chunks++, last));
    }

    /** Seals the next bytes of the chunk that was begun. */
    byte[] sealSome(byte[] plain, int offset, int length) {
        return cipher.sealSome(plain, offset, length);
    }

    /** Ends the chunk that was begun and answers what stands behind it. */
    byte[] endChunk() {
        return cipher.end();
    }

    /**
     * Opens the next chunk in place: a full one may be the last one or not, a shorter one must be the last.
     *
     * @return the length of the plaintext
     */
    int open(byte[] chunk, int length) throws AgeException {
        if (ended) {
            throw AgeException.payload("something follows the last chunk");
        }
        int opened = ChaCha20Poly1305.REFUSED;
        if (length == SEALED_CHUNK_BYTES) {
            opened = cipher.open(nonce(chunks, false), chunk, length);
        }
        if (opened == ChaCha20Poly1305.REFUSED) {
            opened = cipher.open(nonce(chunks, true), chunk, length);
            ended = true;
        }
        if (opened == ChaCha20Poly1305.REFUSED) {
            throw AgeException.payload("chunk " + (chunks + 1) + " of the payload was altered or is cut off");
        }
        if (opened == 0 && chunks > 0) {
            throw AgeException.payload("the last chunk is empty");
        }
        chunks++;
        return opened;
    }

    /** Whether the last chunk was opened; until then the file may be cut off. */
    boolean hasEnded() {
        return ended;
    }

    private static byte[] nonce(long chunk, boolean last) {
        return ByteBuffer.allocate(ChaCha20Poly1305.NONCE_BYTES)
                .putLong(3, chunk)
                .put(ChaCha20Poly1305.NONCE_BYTES - 1, (byte) (last ? 1 : 0))
                .array();
    }

    @Override
    public void close() {
        cipher.close();
    }
}

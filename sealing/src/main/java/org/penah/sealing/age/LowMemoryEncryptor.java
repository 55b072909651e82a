package org.penah.sealing.age;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Seals what is written to it as an age file and sends it on at once, holding {@value #HELD_BYTES} bytes at most: for
 * a server of thousands of slow writers at a time.
 *
 * <p>A chunk says from its first byte whether it is the file's last, so once some of a chunk was sent on, the file can
 * only end in a later one. {@link #least} tells how long it must then be, and {@link #endsAt} must be told where it ends
 * before that is reached. {@link AgeEncryptor} is for everybody else: it holds a chunk, and a file may end anywhere.
 *
 * <p>Only {@link #finish} completes the file; one that was closed, dropped or failed before lacks its last chunk, and
 * every implementation of age refuses it. Not safe for use by several threads.
 *
 * @see <a href="https://age-encryption.org/v1">age-encryption.org/v1</a>, "Payload"
 */
public final class LowMemoryEncryptor extends OutputStream {

    /** Fewer bytes are worth no call into a store; of them alone, a chunk is not begun. */
    static final int HELD_BYTES = 8 * 1024;

    private static final long UNKNOWN = -1;

    /** Takes sealed bytes in the order of the file; each array is the target's from then on. */
    @FunctionalInterface
    public interface Target {
        void write(byte[] sealed) throws IOException;
    }

    private final Target target;
    private final Payload payload;
    private final int headerLength;
    /** None while nothing is held, for many only wait. */
    private byte[] held = {};

    private int holding;
    /** Bytes of the open chunk that were sealed. */
    private int sealed;

    private boolean begun;
    private long written;
    private long end = UNKNOWN;
    private boolean closed;

    private LowMemoryEncryptor(Target target, Payload payload, int headerLength) {
        this.target = target;
        this.payload = payload;
        this.headerLength = headerLength;
    }

    /**
     * Writes the header at once.
     *
     * @throws IllegalArgumentException as {@link AgeEncryptor#start} does
     */
    public static LowMemoryEncryptor start(List<? extends Recipient> recipients, Target sealed) throws IOException {
        var header = new ByteArrayOutputStream();
        Payload payload = AgeEncryptor.begin(recipients, header);
        sealed.write(header.toByteArray());
        return new LowMemoryEncryptor(sealed, payload, header.size());
    }

    /** Bytes of the file before its first chunk. */
    public int headerLength() {
        return headerLength;
    }

    /** The shortest that the plaintext can be now, in bytes. */
    public long least() {
        return begun ? chunkStart() + Payload.CHUNK_BYTES + 1 : written;
    }

    /**
     * Says where the plaintext ends.
     *
     * @param length of all that is written, in bytes, before this and after
     * @throws IllegalArgumentException if it is less than {@link #least}
     */
    public void endsAt(long length) {
        if (length < least()) {
            throw new IllegalArgumentException("the file cannot end so early any more");
        }
        end = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        if (end != UNKNOWN && written + length > end) {
            throw new IllegalStateException("more is written than was said");
        }
        try {
            int taken;
            for (int left = length; left > 0; left -= taken) {
                if (sealed + holding == Payload.CHUNK_BYTES) {
                    endChunk();
                }
                taken = Math.min(left, Payload.CHUNK_BYTES - sealed - holding);
                take(bytes, offset + length - left, taken);
                written += taken;
            }
        } catch (IOException | RuntimeException e) {
            // Whatever arrived of it, the file cannot be complete any more.
            close();
            throw e;
        }
    }

    /**
     * Sends the last chunk; the file is complete once this has returned.
     *
     * @throws IllegalStateException unless the plaintext ended where {@link #endsAt} said
     */
    public void finish() throws IOException {
        requireOpen();
        try {
            if (written != end) {
                throw new IllegalStateException("the file does not end where it was said to");
            }
            endChunk();
        } finally {
            close();
        }
    }

    /** Wipes the key and what is held; without {@link #finish} before, leaves a file that is refused. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(held, (byte) 0);
        payload.close();
    }

    private void take(byte[] bytes, int offset, int length) throws IOException {
        if (holding + length > HELD_BYTES) {
            sealHeld();
            seal(bytes, offset, length);
            return;
        }
        if (held.length == 0) {
            held = new byte[HELD_BYTES];
        }
        System.arraycopy(bytes, offset, held, holding, length);
        holding += length;
    }

    private void sealHeld() throws IOException {
        if (holding > 0) {
            seal(held, 0, holding);
            Arrays.fill(held, 0, holding, (byte) 0);
            holding = 0;
        }
    }

    private void seal(byte[] bytes, int offset, int length) throws IOException {
        begin();
        target.write(payload.sealSome(bytes, offset, length));
        sealed += length;
    }

    private void begin() {
        if (!begun) {
            payload.beginChunk(end != UNKNOWN && end <= chunkStart() + Payload.CHUNK_BYTES);
            begun = true;
        }
    }

    private void endChunk() throws IOException {
        sealHeld();
        begin();
        target.write(payload.endChunk());
        begun = false;
        sealed = 0;
    }

    private long chunkStart() {
        return written - sealed - holding;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }
}

package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Collects what is written into pieces and sends each on when the next one begins, and the last on {@link #finish}.
 *
 * <p>Closing without finishing sends nothing, so that what was aborted never looks whole. The stream written to stays
 * the caller's and is never closed.
 */
abstract class FinishingOutputStream extends OutputStream {

    private final OutputStream target;
    private final byte[] piece;
    private final int size;
    private int held;
    private boolean closed;

    /** Pieces have {@code size} bytes, in an array that may be longer to leave room for what is added to them. */
    FinishingOutputStream(OutputStream target, byte[] piece, int size) {
        this.target = target;
        this.piece = piece;
        this.size = size;
    }

    /** Sends on the piece, of which only the last may be shorter than the others, or empty. */
    abstract void send(byte[] held, int length, boolean last, OutputStream to) throws IOException;

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int taken;
        for (int left = length; left > 0; left -= taken) {
            if (held == size) {
                // Only now is it known that this piece is not the last.
                send(false);
            }
            taken = Math.min(left, size - held);
            System.arraycopy(bytes, offset + length - left, piece, held, taken);
            held += taken;
        }
    }

    /** Sends the last piece and flushes; all is complete once this has returned. */
    public final void finish() throws IOException {
        requireOpen();
        try {
            send(true);
            target.flush();
        } finally {
            close();
        }
    }

    private void send(boolean last) throws IOException {
        try {
            send(piece, held, last, target);
            held = 0;
        } catch (IOException | RuntimeException e) {
            // Whatever arrived of this piece, the whole cannot be complete any more.
            close();
            throw e;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }

    /** Flushes what was sent on; a piece that is held stays. */
    @Override
    public final void flush() throws IOException {
        target.flush();
    }

    /** Wipes what is held; without {@link #finish} before, leaves something that is refused. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(piece, (byte) 0);
    }
}

package org.penah.sealing.age;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves bytes piece by piece as each is found good; what was refused once stays refused on every later read. */
abstract class RefusingInputStream extends InputStream {

    private final InputStream source;
    private final byte[] piece;
    private int position;
    private int limit;
    private @Nullable IOException refusal;

    RefusingInputStream(InputStream source, byte[] piece) {
        this.source = source;
        this.piece = piece;
    }

    /** Puts the next good bytes at the piece's start and answers how many; 0 at the end, and only there. */
    abstract int next(InputStream from, byte[] into) throws IOException;

    @Override
    public final int read() throws IOException {
        return fill() ? piece[position++] & 0xff : -1;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || !fill()) {
            return length == 0 ? 0 : -1;
        }
        int served = Math.min(length, limit - position);
        System.arraycopy(piece, position, bytes, offset, served);
        position += served;
        return served;
    }

    @Override
    public final int available() {
        return limit - position;
    }

    private boolean fill() throws IOException {
        if (refusal != null) {
            // A caller that goes on reading must not take a refused file for one that ended.
            throw refusal;
        }
        if (position == limit) {
            position = 0;
            limit = 0;
            try {
                limit = next(source, piece);
            } catch (IOException e) {
                refusal = e;
                wipe();
                throw e;
            }
        }
        return limit > 0;
    }

    void wipe() {
        Arrays.fill(piece, (byte) 0);
    }

    @Override
    public final void close() throws IOException {
        refusal = new IOException("the stream is closed");
        wipe();
        source.close();
    }
}

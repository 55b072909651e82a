package org.penah.sealing.age;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pulls a payload chunk by chunk and serves only verified bytes. */
final class PayloadInputStream extends InputStream {

    private final InputStream sealed;
    private final Payload payload;
    private final byte[] chunk = new byte[Payload.SEALED_CHUNK_BYTES];
    private int position;
    private int limit;
    private boolean closed;
    private @Nullable IOException refusal;

    PayloadInputStream(InputStream sealed, Payload payload) {
        this.sealed = sealed;
        this.payload = payload;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] plain, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, plain.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int served = Math.min(length, limit - position);
        System.arraycopy(chunk, position, plain, offset, served);
        position += served;
        return served;
    }

    @Override
    public int available() {
        return limit - position;
    }

    /** Makes sure that plaintext is at hand; false at the end of a file that proved whole. */
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (refusal != null) {
            // Whoever goes on reading must not take a refused file for one that ended.
            throw refusal;
        }
        if (position == limit) {
            position = 0;
            limit = 0;
            try {
                limit = next();
            } catch (IOException e) {
                refusal = e;
                wipe();
                throw e;
            }
        }
        return limit > 0;
    }

    private int next() throws IOException {
        int length = sealed.readNBytes(chunk, 0, chunk.length);
        if (length == 0 && payload.hasEnded()) {
            wipe();
            return 0;
        }
        return payload.open(chunk, length);
    }

    private void wipe() {
        payload.close();
        Arrays.fill(chunk, (byte) 0);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        wipe();
        sealed.close();
    }
}

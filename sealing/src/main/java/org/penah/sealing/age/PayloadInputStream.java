package org.penah.sealing.age;

import java.io.IOException;
import java.io.InputStream;

/** Reads a payload chunk by chunk and serves only verified bytes. */
final class PayloadInputStream extends RefusingInputStream {

    private final Payload payload;

    PayloadInputStream(InputStream sealed, Payload payload) {
        super(sealed, new byte[Payload.SEALED_CHUNK_BYTES]);
        this.payload = payload;
    }

    @Override
    int next(InputStream sealed, byte[] chunk) throws IOException {
        int length = sealed.readNBytes(chunk, 0, chunk.length);
        if (length == 0 && payload.hasEnded()) {
            wipe();
            return 0;
        }
        return payload.open(chunk, length);
    }

    @Override
    void wipe() {
        super.wipe();
        payload.close();
    }
}

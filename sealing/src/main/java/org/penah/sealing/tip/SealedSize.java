package org.penah.sealing.tip;

import java.util.OptionalLong;

/**
 * Computes the size of an age file from its plaintext's: header and nonce, then a 16 byte tag for each chunk of 64 KiB (<a
 * href="https://age-encryption.org/v1">age-encryption.org/v1</a>, "Payload").
 *
 * @param start the length of header and nonce, in bytes
 */
record SealedSize(int start) {

    static final int CHUNK = 64 * 1024;
    private static final int TAG = 16;

    SealedSize {
        if (start < 0) {
            throw new IllegalArgumentException("length is negative");
        }
    }

    long of(long plain) {
        return start + plain + TAG * chunks(plain, CHUNK);
    }

    /** The plaintext size that gives exactly this sealed size, if there is one: a new chunk makes the size jump by 17. */
    OptionalLong plainOf(long sealed) {
        long payload = sealed - start;
        long plain = payload - TAG * chunks(payload, CHUNK + TAG);
        return plain >= 0 && of(plain) == sealed ? OptionalLong.of(plain) : OptionalLong.empty();
    }

    private static long chunks(long size, int chunk) {
        return Math.max(1, (size + chunk - 1) / chunk);
    }
}

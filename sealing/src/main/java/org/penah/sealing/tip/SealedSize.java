package org.penah.sealing.tip;

import java.util.OptionalLong;

/**
 * The size of an age file as a function of its plaintext's: header, 16 bytes of nonce, then a 16 byte tag for each
 * chunk of 64 KiB (<a href="https://age-encryption.org/v1">age-encryption.org/v1</a>, "Payload").
 *
 * @param headerLength in bytes, from the version line to the newline after the MAC
 */
record SealedSize(int headerLength) {

    private static final int NONCE = 16;
    private static final int CHUNK = 64 * 1024;
    private static final int TAG = 16;

    SealedSize {
        if (headerLength < 0) {
            throw new IllegalArgumentException("header length is negative");
        }
    }

    long of(long plain) {
        return headerLength + NONCE + plain + TAG * chunks(plain, CHUNK);
    }

    /** The plaintext size that gives exactly this sealed size, if there is one: a new chunk makes the size jump by 17. */
    OptionalLong plainOf(long sealed) {
        long payload = sealed - headerLength - NONCE;
        long plain = payload - TAG * chunks(payload, CHUNK + TAG);
        return plain >= 0 && of(plain) == sealed ? OptionalLong.of(plain) : OptionalLong.empty();
    }

    private static long chunks(long size, int chunk) {
        return Math.max(1, (size + chunk - 1) / chunk);
    }
}

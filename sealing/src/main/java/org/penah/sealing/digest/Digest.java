package org.penah.sealing.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes SHA-256 (FIPS 180-4), without an exception for the case that a Java has none. */
public final class Digest {

    private Digest() {}

    /** The 32 bytes of the hash. */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

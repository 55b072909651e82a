package org.penah.sealing.age;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Holds secret bytes that are wiped on close and never printed. */
final class Secret implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private byte @Nullable [] bytes;

    /** Takes the array over: nobody else may keep it. */
    Secret(byte[] owned) {
        this.bytes = owned;
    }

    static Secret random(int length) {
        return new Secret(randomBytes(length));
    }

    static byte[] randomBytes(int length) {
        byte[] random = new byte[length];
        RANDOM.nextBytes(random);
        return random;
    }

    /** The live array, for use at once; it turns to zeros on close. */
    byte[] bytes() {
        byte[] live = bytes;
        if (live == null) {
            throw new IllegalStateException("the key was destroyed");
        }
        return live;
    }

    boolean isClosed() {
        return bytes == null;
    }

    @Override
    public void close() {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
            bytes = null;
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

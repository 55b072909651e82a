package org.penah.sealing.age;

import java.util.Arrays;

/** Reads headers as a decryptor does, for tests and fuzzing. */
final class Headers {

    private Headers() {}

    /** Reads the header that the bytes begin with; what follows it is not its business. */
    static Header read(byte[] bytes) throws AgeException {
        HeaderScanner scanner = new HeaderScanner();
        int at = 0;
        while (!scanner.add(at < bytes.length ? bytes[at] & 0xff : -1)) {
            at++;
        }
        return scanner.header();
    }

    /** The rule that makes a header impossible to alter unseen: if it is read at all, writing it gives the same bytes. */
    static boolean isRefusedOrTheOnlySpelling(byte[] bytes) {
        try {
            byte[] written = read(bytes).encode();
            return Arrays.equals(written, Arrays.copyOf(bytes, written.length));
        } catch (AgeException refused) {
            return true;
        }
    }
}

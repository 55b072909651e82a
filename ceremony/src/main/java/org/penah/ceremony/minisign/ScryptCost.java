package org.penah.ceremony.minisign;

import org.penah.sealing.minisign.MinisignException;

/**
 * Derives scrypt's parameters as libsodium does, from the two limits that a key file records ({@code
 * crypto_pwhash_scryptsalsa208sha256}).
 */
record ScryptCost(int n, int p) {

    static final int R = 8;

    /** 2^18, as age takes for passphrases: 256 MiB, which the heap of a small offline machine has. minisign: 2^20. */
    static final ScryptCost OURS = new ScryptCost(1 << 18, 1);

    private static final int LARGEST_LOG_N = 20;
    private static final long LEAST_OPERATIONS = 32768;

    long operationsLimit() {
        return 4L * n * R * p;
    }

    long memoryLimit() {
        return 128L * n * R;
    }

    static ScryptCost ofLimits(long operations, long memory) throws MinisignException {
        if (operations < 0 || memory < 0) {
            throw new MinisignException("the key file asks for more work than we do");
        }
        long ops = Math.max(operations, LEAST_OPERATIONS);
        boolean fewOperations = ops < memory / 32;
        long largestN = fewOperations ? ops / (4L * R) : memory / (128L * R);
        int logN = 1;
        while (logN < 63 && 1L << logN <= largestN / 2) {
            logN++;
        }
        long p = fewOperations ? 1 : Math.min(ops / 4 / (1L << logN), 0x3fffffff) / R;
        if (logN > LARGEST_LOG_N || p < 1 || p > 16) {
            throw new MinisignException("the key file asks for more work than we do");
        }
        return new ScryptCost(1 << logN, (int) p);
    }
}

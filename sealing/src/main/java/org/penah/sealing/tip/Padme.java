package org.penah.sealing.tip;

/**
 * Computes Padmé sizes, whose low bits are zero, so that a size tells O(log log n) bits at a cost of at most 12 % (Nikitin
 * et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, section 4).
 */
public final class Padme {

    /** No tip is smaller than this, so that a few words and a few words more look alike. */
    public static final long SMALLEST = 64 * 1024;

    private Padme() {}

    /** The smallest Padmé size that is at least {@code size} and at least {@link #SMALLEST}. */
    public static long atLeast(long size) {
        long length = Math.max(size, SMALLEST);
        int exponent = floorLog2(length);
        int lowBits = exponent - (floorLog2(exponent) + 1);
        long mask = (1L << lowBits) - 1;
        return (length + mask) & ~mask;
    }

    private static int floorLog2(long value) {
        return 63 - Long.numberOfLeadingZeros(value);
    }
}

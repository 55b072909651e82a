package org.penah.intake.circuit;

import java.util.Arrays;

/** Stands for one Tor circuit as long as this process runs, and reveals nothing about the source. */
public final class Circuit {

    private final byte[] hash;

    /** @param hash of its address, under a key of this process */
    public Circuit(byte[] hash) {
        this.hash = hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Circuit circuit && Arrays.equals(hash, circuit.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "Circuit[redacted]";
    }
}

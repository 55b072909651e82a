package org.penah.triage.blob;

/** A tip is known, its sealed bytes are not there. */
public final class BlobGoneException extends RuntimeException {

    BlobGoneException() {
        super("a sealed tip is not in the blob store");
    }
}

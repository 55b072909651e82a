package org.penah.triage.blob;

/** Says that the store answered without success, by its status, never by a name of an object. */
final class BucketException extends RuntimeException {

    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;

    private final int status;

    BucketException(int status) {
        super("the blob store answered " + status);
        this.status = status;
    }

    /** Whether the same request may succeed a little later. */
    boolean mayPass() {
        return status >= BROKEN || status == TOO_MANY;
    }
}

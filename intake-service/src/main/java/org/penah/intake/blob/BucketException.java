package org.penah.intake.blob;

/** Says that the store answered without success, by its status and its word for it, never by a name of an object. */
final class BucketException extends RuntimeException {

    private static final int CONFLICT = 409;
    private static final int EXISTS = 412;
    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;

    private final int status;

    BucketException(int status, String code) {
        super("the store answered " + status + " " + code);
        this.status = status;
    }

    /** Whether the same request may succeed a little later. */
    boolean mayPass() {
        return status >= BROKEN || status == TOO_MANY || status == CONFLICT;
    }

    boolean isThereAlready() {
        return status == EXISTS;
    }
}

package org.penah.outbox;

/** An event that no retry can handle: its handler says so. The message names a kind of fault and quotes nothing. */
public final class RefusedEventException extends IllegalArgumentException {

    public RefusedEventException(String message) {
        super(message);
    }
}

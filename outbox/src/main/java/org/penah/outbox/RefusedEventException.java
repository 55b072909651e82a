package org.penah.outbox;

/** An event that will never be handled, whatever is tried again: its handler says so. The message names a kind of fault and quotes nothing. */
public final class RefusedEventException extends IllegalArgumentException {

    public RefusedEventException(String message) {
        super(message);
    }
}

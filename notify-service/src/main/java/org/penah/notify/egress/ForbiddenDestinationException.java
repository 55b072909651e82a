package org.penah.notify.egress;

/** A request was not made, because it must not reach where it points; the message names the rule, not the address. */
public final class ForbiddenDestinationException extends Exception {

    ForbiddenDestinationException(String message) {
        super(message);
    }
}

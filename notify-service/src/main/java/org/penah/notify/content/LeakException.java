package org.penah.notify.content;

/** Something was about to leave that may not; it is not quoted. */
public final class LeakException extends RuntimeException {

    LeakException(String what) {
        super(what + " holds what may not leave");
    }
}

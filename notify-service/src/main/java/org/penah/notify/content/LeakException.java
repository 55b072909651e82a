package org.penah.notify.content;

/** Says that something was about to leave that may not, without quoting it. */
public final class LeakException extends RuntimeException {

    LeakException(String what) {
        super(what + " holds what may not leave");
    }
}

package org.penah.stack.story;

/** Says that something in the story was not as it has to be. */
public final class FailedCheck extends RuntimeException {

    FailedCheck(String what, Throwable cause) {
        super(what, cause);
    }
}

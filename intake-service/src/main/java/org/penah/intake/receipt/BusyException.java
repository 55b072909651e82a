package org.penah.intake.receipt;

/** Says that too many derivations wait already. */
public final class BusyException extends RuntimeException {

    BusyException() {
        // An answer and no error of ours: no stack trace, whose frames could only cost time.
        super("too many derivations are waiting", null, false, false);
    }
}

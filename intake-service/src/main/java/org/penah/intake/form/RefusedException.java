package org.penah.intake.form;

import java.util.List;

/** The tip cannot be taken, for reasons that its source is told; for none, if it was not to be sent. */
public final class RefusedException extends RuntimeException {

    private final transient List<FormError> faults;

    public RefusedException(List<FormError> faults) {
        // A refusal is an answer and no error of ours: no stack trace, whose frames could only cost time.
        super(faults.toString(), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public RefusedException(FormError fault) {
        this(List.of(fault));
    }

    public List<FormError> faults() {
        return faults;
    }
}

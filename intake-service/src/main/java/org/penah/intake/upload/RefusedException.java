package org.penah.intake.upload;

import java.util.List;
import org.penah.intake.form.FormError;

/** The tip cannot be taken, for reasons that its source is told; for none, if it was not to be sent. */
public final class RefusedException extends RuntimeException {

    private final transient List<FormError> faults;

    RefusedException(List<FormError> faults) {
        // A refusal is an answer and no error of ours: no stack trace, whose frames could only cost time.
        super(faults.toString(), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public RefusedException(FormError fault) {
        this(List.of(fault));
    }

    List<FormError> faults() {
        return faults;
    }
}

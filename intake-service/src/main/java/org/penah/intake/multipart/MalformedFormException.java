package org.penah.intake.multipart;

/** The body is not the {@code multipart/form-data} that browsers send; the message names the kind of fault only. */
public final class MalformedFormException extends RuntimeException {

    public MalformedFormException(String kind) {
        super(kind);
    }
}

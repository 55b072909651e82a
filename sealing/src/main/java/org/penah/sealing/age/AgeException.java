package org.penah.sealing.age;

import java.io.IOException;

/** A sealed file was refused; its message names the rule that was broken and never quotes the file. */
public final class AgeException extends IOException {

    /** The stage at which the file was refused, in the words of the C2SP test vectors. */
    public enum Reason {
        MALFORMED_ARMOR,
        MALFORMED_HEADER,
        NO_MATCH,
        WRONG_MAC,
        BROKEN_PAYLOAD
    }

    private final Reason reason;

    private AgeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static AgeException armor(String message) {
        return new AgeException(Reason.MALFORMED_ARMOR, message);
    }

    static AgeException header(String message) {
        return new AgeException(Reason.MALFORMED_HEADER, message);
    }

    static AgeException noMatch() {
        return new AgeException(Reason.NO_MATCH, "none of the identities opens this file");
    }

    static AgeException mac() {
        return new AgeException(Reason.WRONG_MAC, "the header was altered: its MAC is wrong");
    }

    static AgeException payload(String message) {
        return new AgeException(Reason.BROKEN_PAYLOAD, message);
    }

    /** What is wrong with the file, as the tests of the age format name it. */
    public Reason reason() {
        return reason;
    }
}

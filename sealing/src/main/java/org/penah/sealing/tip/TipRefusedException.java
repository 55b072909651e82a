package org.penah.sealing.tip;

import java.io.IOException;

/** A container that is not one of ours, or is one that lies; the message names the kind of fault, never the content. */
public final class TipRefusedException extends IOException {

    /** What was wrong. */
    public enum Reason {
        NOT_A_TIP("this is not a tip container"),
        TRUNCATED("the container ends too early"),
        TRAILING_BYTES("bytes follow the end of the container"),
        TOO_LARGE("the container is larger than allowed"),
        TOO_MANY_ENTRIES("the container has too many entries"),
        ENTRY_NAME("an entry has a name that is not ours"),
        DUPLICATE_ENTRY("an entry appears twice"),
        MISSING_ENTRY("an entry is missing"),
        NOT_PLAIN_FILE("an entry is not a plain file"),
        ENCODING("an entry is compressed, encrypted or encoded in a way that we never write"),
        SIZE("a size does not match the bytes"),
        CHECKSUM("a checksum does not match the bytes"),
        DIRECTORY("the directory contradicts the entries"),
        CONTENT("tip.json is malformed or out of bounds");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;

    public TipRefusedException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    /** Why the container was refused. */
    public Reason reason() {
        return reason;
    }
}

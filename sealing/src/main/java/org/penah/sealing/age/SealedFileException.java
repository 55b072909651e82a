package org.penah.sealing.age;

import java.io.IOException;

/** A file that somebody says is sealed is not what we take; quotes nothing of it. */
public final class SealedFileException extends IOException {

    /** What to tell the person who sealed it. */
    public enum Kind {
        /** No age file, or one whose header is malformed or cut off. */
        NOT_SEALED,
        /** An age file written as text, as {@code age -a} does. */
        ARMORED,
        /** Sealed to something else than one post-quantum key: a passphrase, an older key, a plugin, several keys. */
        OTHER_RECIPIENT,
        /** Its length is that of no whole age file, or of one that holds nothing. */
        CUT_OFF
    }

    private final Kind kind;

    SealedFileException(Kind kind) {
        super(kind.name());
        this.kind = kind;
    }

    /** Why the file was not taken for a sealed one. */
    public Kind kind() {
        return kind;
    }
}

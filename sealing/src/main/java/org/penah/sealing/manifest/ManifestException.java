package org.penah.sealing.manifest;

import java.security.GeneralSecurityException;

/** A key manifest that must not be used. */
public final class ManifestException extends GeneralSecurityException {

    /** Why. */
    public enum Reason {
        SIGNATURE("the root key's signature does not hold"),
        MALFORMED("the manifest is malformed, or not in its one canonical form"),
        OLD_SERIAL("the manifest is older than one seen before"),
        WORDS("the operator's words are not complete, or not those that the root key signed");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;

    ManifestException(Reason reason, Exception cause) {
        super(reason.sentence + ": " + cause.getMessage(), cause);
        this.reason = reason;
    }

    ManifestException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    /** Why the manifest was refused. */
    public Reason reason() {
        return reason;
    }
}

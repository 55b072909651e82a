package org.penah.sealing.minisign;

import java.security.GeneralSecurityException;

/** A key or a signature that is malformed or does not hold; the message says which and quotes nothing. */
public final class MinisignException extends GeneralSecurityException {

    public MinisignException(String message) {
        super(message);
    }
}

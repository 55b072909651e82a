package org.penah.notify.partner;

import java.nio.charset.StandardCharsets;

/** The secret from the configuration that our keys are sealed under; prints nothing of itself. */
final class WrappingSecret {

    /** 24 characters at random hold more than 120 bits even in base 32. */
    static final int MIN_CHARS = 24;

    private final String secret;

    WrappingSecret(String secret) {
        if (secret.length() < MIN_CHARS) {
            throw new IllegalArgumentException("penah.partners.wrapping-secret has " + secret.length()
                    + " characters; it needs " + MIN_CHARS + " at random");
        }
        this.secret = secret;
    }

    byte[] bytes() {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

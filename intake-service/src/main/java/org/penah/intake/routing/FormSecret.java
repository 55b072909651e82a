package org.penah.intake.routing;

import java.nio.charset.StandardCharsets;

/** The secret from the configuration that signs the forms' tokens; prints nothing of itself. */
final class FormSecret {

    /** 24 characters at random hold about 120 bits even in base 32. */
    private static final int MIN_CHARS = 24;

    private final String secret;

    FormSecret(String secret) {
        if (secret.length() < MIN_CHARS) {
            throw new IllegalArgumentException(
                    "penah.form.secret has " + secret.length() + " characters; it needs " + MIN_CHARS + " at random");
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

package org.penah.notify.partner;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The secret from the configuration that our keys are sealed under, and behind it, each after a tab, those before it, for as long as something may be
 * sealed under one; prints nothing of itself.
 */
final class WrappingSecret {

    /** 24 characters at random hold more than 120 bits even in base 32. */
    static final int MIN_CHARS = 24;

    /** No end of a line: a server's files are read without those. */
    private static final String BETWEEN = "\t";

    private final List<String> secrets;

    WrappingSecret(String secrets) {
        this.secrets = List.of(secrets.split(BETWEEN, -1));
        for (String secret : this.secrets) {
            if (secret.length() < MIN_CHARS) {
                throw new IllegalArgumentException("penah.partners.wrapping-secret has " + secret.length()
                        + " characters in one place; it needs " + MIN_CHARS + " at random");
            }
        }
    }

    /** The first is today's. */
    List<byte[]> bytes() {
        return secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

package org.penah.partner.home;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.penah.sealing.digest.Digest;

/** The digits that two people compare by telephone: the first 32 hexadecimal digits of the SHA-256, as {@code sha256sum} prints it. */
public final class Fingerprint {

    private static final int BYTES = 16;

    private Fingerprint() {}

    /** The fingerprint of ASCII text, in groups of four digits. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** In groups of four. */
    public static String of(byte[] file) {
        return HexFormat.of().formatHex(Digest.sha256(file), 0, BYTES).replaceAll("(....)(?!$)", "$1 ");
    }
}

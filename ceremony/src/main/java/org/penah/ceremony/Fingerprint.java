package org.penah.ceremony;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.digest.Digest;

/** The 24 digits by which people compare a key by voice; the desk shows the same. */
final class Fingerprint {

    private static final int DIGITS = 24;

    private Fingerprint() {}

    static String of(HybridRecipient recipient) {
        return of(recipient.toString());
    }

    /** Whether what was heard are its digits; spaces and hyphens say nothing. */
    static boolean isOf(HybridRecipient recipient, String heard) {
        return heard.replaceAll("[\\s-]", "").equals(of(recipient).replace(" ", ""));
    }

    static String of(String recipient) {
        byte[] hash = Digest.sha256(("penah member key\n" + recipient).getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(1, hash).mod(BigInteger.TEN.pow(DIGITS));
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number).replaceAll("(.{4})(?!$)", "$1 ");
    }
}

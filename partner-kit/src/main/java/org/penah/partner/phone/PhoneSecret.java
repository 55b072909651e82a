package org.penah.partner.phone;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The code by which one person opens the page on a phone: 12 random letters and digits (60 bits), kept only as a salted PBKDF2
 * hash. A typed one may have capitals, spaces and hyphens.
 */
public final class PhoneSecret {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LETTERS = 12;
    private static final int MOST_TYPED = 64;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    /** It is random, so a few would do; they slow down somebody who has copied the file. */
    private static final int ITERATIONS = 200_000;

    private final String letters;

    private PhoneSecret(String letters) {
        this.letters = letters;
    }

    static PhoneSecret generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new PhoneSecret(letters.toString());
    }

    static PhoneSecret typed(String text) {
        String cut = text.substring(0, Math.min(text.length(), MOST_TYPED));
        return new PhoneSecret(cut.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", ""));
    }

    /** In groups of four, for the one moment in which it is told. */
    public String reveal() {
        return letters.replaceAll("(....)(?!$)", "$1-");
    }

    /** Salt and hash, to be kept. */
    String hash() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(salt) + " " + base64.encodeToString(hash(salt));
    }

    /** Whether {@link #hash} gave this once. */
    boolean matches(String kept) {
        String[] parts = kept.strip().split(" ", -1);
        return parts.length == 2
                && MessageDigest.isEqual(
                        hash(Base64.getDecoder().decode(parts[0])),
                        Base64.getDecoder().decode(parts[1]));
    }

    private byte[] hash(byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(letters.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "PhoneSecret[redacted]";
    }
}

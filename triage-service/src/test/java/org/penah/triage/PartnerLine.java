package org.penah.triage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** What a partner answers to an invitation, as {@code penah-partner join} prints it. */
public final class PartnerLine {

    private PartnerLine() {}

    public static String of(String challenge, String name, String recipient, KeyPair key) {
        String signed =
                "%s.1763985600.{\"name\":\"%s\",\"url\":\"https://new.example/\",\"recipient\":\"%s\",\"acknowledgementKey\":\"%s\",\"acceptsSourceAsserted\":false,\"channel\":\"slots\"}"
                        .formatted(challenge, name, recipient, key(key));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + ".v1a," + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** As sha256sum prints it, in groups of four as people read it out. */
    public static String fingerprint(String line) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(line.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 32).replaceAll("(....)(?!$)", "$1 ");
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    public static String key(KeyPair key) {
        byte[] encoded = key.getPublic().getEncoded();
        return "whpk_"
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    public static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

package org.penah.partner.phone;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.util.Arrays;

/** A key without which a tor does not even find an onion service: x25519, in tor's base32. */
public final class ClientKey {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BYTES = 32;

    private final String secret;
    private final String open;

    private ClientKey(String secret, String open) {
        this.secret = secret;
        this.open = open;
    }

    static ClientKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            byte[] scalar = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
            // Behind a header that is always the same (RFC 8410).
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
            return new ClientKey(base32(scalar), base32(point));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What the person's browser asks for: 52 letters and digits. */
    public String reveal() {
        return secret;
    }

    /** The line for tor's folder {@code authorized_clients}. */
    String line() {
        return "descriptor:x25519:" + open + "\n";
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte each : bytes) {
            buffer = (buffer << 8) | (each & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
    }

    @Override
    public String toString() {
        return "ClientKey[redacted]";
    }
}

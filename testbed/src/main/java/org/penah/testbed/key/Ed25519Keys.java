package org.penah.testbed.key;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Makes a new pair of Ed25519 keys (RFC 8410), as {@code openssl genpkey -outform DER | base64} writes them.
 *
 * @param privateKey PKCS #8 in base64
 * @param publicKey X.509 in base64
 */
public record Ed25519Keys(String privateKey, String publicKey) {

    public static Ed25519Keys make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            return new Ed25519Keys(
                    base64.encodeToString(pair.getPrivate().getEncoded()),
                    base64.encodeToString(pair.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return publicKey;
    }
}

package org.penah.stack.server;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.penah.stack.state.Secret;

/**
 * The two halves of a key by which a service signs its events.
 *
 * @param key PKCS #8 in base64
 * @param publicKey X.509 in base64
 */
record EventKey(Secret key, String publicKey) {

    static EventKey make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new EventKey(
                    new Secret(base64(pair.getPrivate().getEncoded())),
                    base64(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }
}

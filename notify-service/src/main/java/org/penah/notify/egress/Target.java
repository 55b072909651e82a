package org.penah.notify.egress;

import java.net.URI;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.digest.Digest;

/**
 * Says where a request goes, and to whom alone.
 *
 * @param pins SHA-256, in base64, of the public keys (SubjectPublicKeyInfo) of which the server's certificate must hold
 *     one; empty for any certificate that the platform trusts
 */
public record Target(URI url, Set<String> pins) {

    /** @throws SSLPeerUnverifiedException if there are pins and the server proved none of them */
    void require(@Nullable SSLSession session) throws SSLPeerUnverifiedException {
        if (!pins.isEmpty() && (session == null || !pins.contains(pin(session.getPeerCertificates()[0])))) {
            throw new SSLPeerUnverifiedException("the server's key is not the one that the partner named");
        }
    }

    /** The pin of a certificate. */
    static String pin(Certificate certificate) {
        return Base64.getEncoder()
                .encodeToString(Digest.sha256(certificate.getPublicKey().getEncoded()));
    }
}

package org.penah.outbox;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;

/**
 * A service's Ed25519 signature (RFC 8032) over one event, the queue that it goes to and the day.
 *
 * <p>What is signed: {@code penah-event-v1}, the queue and the day, each followed by a line feed, then the event's bytes. So it holds
 * on one arrow alone, and for no longer than the receiver remembers ids. It travels in the AMQP message's application properties.
 *
 * @param day in UTC, when it was signed; a finer time is never kept with a tip
 * @param base64 the 64 bytes
 */
public record EventSignature(LocalDate day, String base64) {

    private static final String ALGORITHM = "Ed25519";

    private static final String DAY = "penah-signed-on";
    private static final String BYTES = "penah-signature";

    /** Signs with a private key that {@link #privateKey} has read. */
    public static EventSignature of(PrivateKey key, String queue, LocalDate day, byte[] event) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signed(queue, day));
            signature.update(event);
            return new EventSignature(day, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The one that a message brings along.
     *
     * @throws IllegalArgumentException if there is none, or none that can be read
     */
    static EventSignature in(JsonObject applicationProperties) {
        try {
            return new EventSignature(
                    LocalDate.parse(applicationProperties.getString(DAY, "")),
                    applicationProperties.getString(BYTES, ""));
        } catch (DateTimeException | ClassCastException malformed) {
            throw new IllegalArgumentException("the event is not signed");
        }
    }

    /**
     * Reads PKCS #8 in base64 (RFC 8410).
     *
     * @throws IllegalArgumentException without the key in it
     */
    public static PrivateKey privateKey(String base64) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException("no Ed25519 key in PKCS #8 and base64");
        }
    }

    /** Reads X.509 in base64 (RFC 8410). */
    static PublicKey publicKey(String base64) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException("no public Ed25519 key in X.509 and base64");
        }
    }

    /** What the AMQP message carries. */
    public JsonObject applicationProperties() {
        return new JsonObject().put(DAY, day.toString()).put(BYTES, base64);
    }

    boolean isBy(PublicKey key, String queue, byte[] event) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(signed(queue, day));
            signature.update(event);
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static byte[] signed(String queue, LocalDate day) {
        return "penah-event-v1\n%s\n%s\n".formatted(queue, day).getBytes(StandardCharsets.UTF_8);
    }
}

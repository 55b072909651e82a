package org.penah.outbox;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A service's Ed25519 signature (RFC 8032), which covers one event, its queue and the day.
 *
 * <p>The signed bytes: {@code penah-event-v1}, the queue and the day, each followed by a line feed, then the event's
 * bytes. So it holds
 * on one arrow alone, and for no longer than the receiver remembers ids. It travels in the AMQP message's application properties.
 *
 * @param day in UTC, when it was signed; a finer time is never kept with a tip
 * @param base64 the 64 bytes
 */
public record EventSignature(LocalDate day, String base64) {

    private static final String DAY = "penah-signed-on";
    private static final String BYTES = "penah-signature";

    /** Signs with a private key that {@link #privateKey} has read. */
    public static EventSignature of(Ed25519PrivateKeyParameters key, String queue, LocalDate day, byte[] event) {
        byte[] signed = signed(queue, day, event);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
        return new EventSignature(day, Base64.getEncoder().encodeToString(signature));
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
    public static Ed25519PrivateKeyParameters privateKey(String base64) {
        try {
            return (Ed25519PrivateKeyParameters)
                    PrivateKeyFactory.createKey(Base64.getDecoder().decode(base64));
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException("no Ed25519 key in PKCS #8 and base64");
        }
    }

    /** Reads X.509 in base64 (RFC 8410). */
    static Ed25519PublicKeyParameters publicKey(String base64) {
        try {
            return (Ed25519PublicKeyParameters)
                    PublicKeyFactory.createKey(Base64.getDecoder().decode(base64));
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException("no public Ed25519 key in X.509 and base64");
        }
    }

    /** The form in the AMQP message. */
    public JsonObject applicationProperties() {
        return new JsonObject().put(DAY, day.toString()).put(BYTES, base64);
    }

    boolean isBy(Ed25519PublicKeyParameters key, String queue, byte[] event) {
        byte[] signed = signed(queue, day, event);
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && key.verify(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static byte[] signed(String queue, LocalDate day, byte[] event) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes("penah-event-v1\n%s\n%s\n".formatted(queue, day).getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(event);
        return signed.toByteArray();
    }
}

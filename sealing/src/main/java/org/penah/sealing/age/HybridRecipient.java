package org.penah.sealing.age;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** Seals files to a post-quantum hybrid public key (ML-KEM-768 with X25519, HPKE KEM 0x647a), {@code age1pq1…}. */
public final class HybridRecipient extends Recipient {

    static final String PREFIX = "age1pq";
    static final String TYPE = "mlkem768x25519";
    static final int ENCAPSULATED_BYTES = 1120;
    private static final int KEY_BYTES = 1216;

    private final byte[] encoded;
    private final AsymmetricKeyParameter key;

    HybridRecipient(byte[] encoded) {
        this.encoded = encoded;
        this.key = hpke().deserializePublicKey(encoded);
    }

    /** As {@link Recipient#parse}, for this kind alone. */
    public static HybridRecipient parse(String text) {
        byte[] key = Bech32.decode(PREFIX, text, KEY_BYTES);
        X25519Recipient.requireUsable(key, KEY_BYTES - X25519.POINT_SIZE);
        return new HybridRecipient(key);
    }

    /** HPKE as this recipient type fixes it: base mode, HKDF-SHA-256, ChaCha20-Poly1305. */
    static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_MLKEM768_X25519, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    static byte[] info() {
        return "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    Stanza wrap(FileKey fileKey) {
        try {
            byte[][] sealed = hpke().seal(key, info(), new byte[0], fileKey.bytes(), null, null, null);
            return new Stanza(List.of(TYPE, Base64Text.encode(sealed[1])), sealed[0]);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("HPKE failed to seal", e);
        }
    }

    /** The public key as text. */
    @Override
    public String toString() {
        return new String(Bech32.encode(PREFIX, encoded));
    }
}

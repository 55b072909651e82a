package org.penah.sealing.age;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** An X25519 public key, {@code age1…}. */
public final class X25519Recipient extends Recipient {

    static final String PREFIX = "age";
    static final String TYPE = "X25519";
    private static final String INFO = "age-encryption.org/v1/X25519";

    private final byte[] point;

    X25519Recipient(byte[] point) {
        this.point = point;
    }

    /** As {@link Recipient#parse}, for this kind alone. */
    public static X25519Recipient parse(String text) {
        return new X25519Recipient(Bech32.decode(PREFIX, text, X25519.POINT_SIZE));
    }

    @Override
    Stanza wrap(FileKey fileKey) {
        try (Secret ephemeral = Secret.random(X25519.SCALAR_SIZE)) {
            byte[] share = new byte[X25519.POINT_SIZE];
            X25519.scalarMultBase(ephemeral.bytes(), 0, share, 0);
            Secret wrapKey = wrapKey(ephemeral.bytes(), point, share, point);
            if (wrapKey == null) {
                throw new IllegalArgumentException("this recipient is not a usable X25519 public key");
            }
            return new Stanza(List.of(TYPE, Base64Text.encode(share)), fileKey.wrap(wrapKey));
        }
    }

    /** Derives the wrap key from either side's private half; null if the other side's half is a point of low order. */
    static @Nullable Secret wrapKey(byte[] scalar, byte[] other, byte[] share, byte[] recipient) {
        try (Secret shared = new Secret(new byte[X25519.POINT_SIZE])) {
            if (!X25519.calculateAgreement(scalar, 0, other, 0, shared.bytes(), 0)) {
                return null;
            }
            byte[] salt = Arrays.copyOf(share, share.length + recipient.length);
            System.arraycopy(recipient, 0, salt, share.length, recipient.length);
            return Hkdf.derive(shared.bytes(), salt, INFO);
        }
    }

    /** The public key as text. */
    @Override
    public String toString() {
        return new String(Bech32.encode(PREFIX, point));
    }
}

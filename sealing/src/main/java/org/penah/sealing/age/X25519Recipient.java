package org.penah.sealing.age;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** Seals files to an X25519 public key, {@code age1…}. */
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
        byte[] point = Bech32.decode(PREFIX, text, X25519.POINT_SIZE);
        requireUsable(point, 0);
        return new X25519Recipient(point);
    }

    /** Refuses the points of low order, whose shared secret everybody knows: it is zero for every scalar. */
    static void requireUsable(byte[] key, int offset) {
        byte[] anyScalar = new byte[X25519.SCALAR_SIZE];
        if (!X25519.calculateAgreement(anyScalar, 0, key, offset, new byte[X25519.POINT_SIZE], 0)) {
            throw new IllegalArgumentException("this age key is not a usable public key");
        }
    }

    @Override
    Stanza wrap(FileKey fileKey) {
        try (Secret ephemeral = Secret.random(X25519.SCALAR_SIZE)) {
            byte[] share = new byte[X25519.POINT_SIZE];
            X25519.scalarMultBase(ephemeral.bytes(), 0, share, 0);
            Secret wrapKey = Objects.requireNonNull(wrapKey(ephemeral.bytes(), point, share, point));
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

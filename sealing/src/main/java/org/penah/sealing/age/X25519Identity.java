package org.penah.sealing.age;

import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** Opens files with an X25519 private key, {@code AGE-SECRET-KEY-1…}. */
public final class X25519Identity extends Identity {

    static final String PREFIX = "AGE-SECRET-KEY-";

    private final byte[] point = new byte[X25519.POINT_SIZE];

    private X25519Identity(Secret scalar) {
        super(X25519Recipient.TYPE, scalar);
        X25519.scalarMultBase(scalar.bytes(), 0, point, 0);
    }

    /** A new random identity; the caller destroys it. */
    public static X25519Identity generate() {
        return new X25519Identity(Secret.random(X25519.SCALAR_SIZE));
    }

    /** As {@link Identity#parse}, for this kind alone. */
    public static X25519Identity parse(CharSequence text) {
        return new X25519Identity(new Secret(Bech32.decode(PREFIX, text, X25519.SCALAR_SIZE)));
    }

    /** The public half, {@code age1…}. */
    public X25519Recipient recipient() {
        return new X25519Recipient(point.clone());
    }

    /** The private key as text, for the one place that keeps it; the caller wipes the array. */
    public char[] exportSecret() {
        return Bech32.encode(PREFIX, secret());
    }

    @Override
    @Nullable
    FileKey unwrap(Stanza stanza) throws AgeException {
        stanza.require(2, FileKey.WRAPPED_BYTES);
        byte[] share = stanza.argument(1, X25519.POINT_SIZE);
        Secret wrapKey = X25519Recipient.wrapKey(secret(), share, share, point);
        if (wrapKey == null) {
            throw stanza.malformed();
        }
        return FileKey.unwrap(stanza.body(), wrapKey);
    }
}

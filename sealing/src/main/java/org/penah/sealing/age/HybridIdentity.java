package org.penah.sealing.age;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.jspecify.annotations.Nullable;

/** Opens files with a post-quantum hybrid private key, kept as its 32-byte seed: {@code AGE-SECRET-KEY-PQ-1…}. */
public final class HybridIdentity extends Identity {

    /** The length of the seed from which both private halves come. */
    public static final int SEED_BYTES = 32;

    static final String PREFIX = "AGE-SECRET-KEY-PQ-";

    private HybridIdentity(Secret seed) {
        super(HybridRecipient.TYPE, seed);
    }

    /** A new random identity; the caller destroys it. */
    public static HybridIdentity generate() {
        return new HybridIdentity(Secret.random(SEED_BYTES));
    }

    /** The identity of a seed that came from a key derivation. Takes a copy: the caller wipes its own. */
    public static HybridIdentity ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new HybridIdentity(new Secret(seed.clone()));
    }

    /** As {@link Identity#parse}, for this kind alone. */
    public static HybridIdentity parse(CharSequence text) {
        return new HybridIdentity(new Secret(Bech32.decode(PREFIX, text, SEED_BYTES)));
    }

    /** The public half, {@code age1pq1…}. */
    public HybridRecipient recipient() {
        HPKE hpke = HybridRecipient.hpke();
        return new HybridRecipient(hpke.serializePublicKey(keyPair(hpke).getPublic()));
    }

    /** The private key as text, for the one place that keeps it; the caller wipes the array. */
    public char[] exportSecret() {
        return Bech32.encode(PREFIX, secret());
    }

    @Override
    @Nullable
    FileKey unwrap(Stanza stanza) throws AgeException {
        stanza.require(2, FileKey.WRAPPED_BYTES);
        byte[] encapsulated = stanza.argument(1, HybridRecipient.ENCAPSULATED_BYTES);
        HPKE hpke = HybridRecipient.hpke();
        AsymmetricCipherKeyPair keyPair = keyPair(hpke);
        try {
            byte[] opened = hpke.open(
                    encapsulated, keyPair, HybridRecipient.info(), new byte[0], stanza.body(), null, null, null);
            return new FileKey(new Secret(opened));
        } catch (InvalidCipherTextException notForUs) {
            return null;
        } catch (IllegalStateException lowOrderPoint) {
            throw stanza.malformed();
        }
    }

    private AsymmetricCipherKeyPair keyPair(HPKE hpke) {
        return hpke.deserializePrivateKey(secret(), null);
    }
}

package org.penah.sealing.age;

import java.util.List;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/** Opens files with a private key or a passphrase, which {@link #destroy} wipes and nothing prints. */
public abstract sealed class Identity implements Destroyable
        permits HybridIdentity, PassphraseIdentity, X25519Identity {

    private final String type;
    private final Secret secret;

    Identity(String type, Secret secret) {
        this.type = type;
        this.secret = secret;
    }

    /**
     * Reads a private key: {@code AGE-SECRET-KEY-PQ-1…} (post-quantum hybrid) or {@code AGE-SECRET-KEY-1…} (X25519), in
     * upper case. A {@link java.nio.CharBuffer} over an array lets the caller wipe the text.
     *
     * @throws IllegalArgumentException if it is neither; the message does not quote it
     */
    public static Identity parse(CharSequence text) {
        String hybrid = HybridIdentity.PREFIX + "1";
        boolean isHybrid =
                text.length() > hybrid.length() && hybrid.contentEquals(text.subSequence(0, hybrid.length()));
        return isHybrid ? HybridIdentity.parse(text) : X25519Identity.parse(text);
    }

    /** Answers null if none of the stanzas is for this identity. */
    final @Nullable FileKey unwrap(List<Stanza> stanzas) throws AgeException {
        for (Stanza stanza : stanzas) {
            if (stanza.type().equals(type)) {
                FileKey fileKey = unwrap(stanza);
                if (fileKey != null) {
                    return fileKey;
                }
            }
        }
        return null;
    }

    /** Opens a stanza of this identity's type; null if it was made for somebody else. */
    abstract @Nullable FileKey unwrap(Stanza stanza) throws AgeException;

    /** The secret bytes, live. */
    final byte[] secret() {
        return secret.bytes();
    }

    /** Wipes the secret; the identity then throws {@link IllegalStateException} when it is used. */
    @Override
    public final void destroy() {
        secret.close();
    }

    @Override
    public final boolean isDestroyed() {
        return secret.isClosed();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[redacted]";
    }
}

package org.penah.sealing.age;

import org.jspecify.annotations.Nullable;

/** A passphrase that opens a file (scrypt), up to a bounded work factor. */
public final class PassphraseIdentity extends Identity {

    /** The most work that a file may ask of us by default: 1 GiB of memory and some seconds. */
    public static final int DEFAULT_MAX_WORK_FACTOR = 20;

    private final int maxWorkFactor;

    private PassphraseIdentity(Secret passphrase, int maxWorkFactor) {
        super(Scrypt.TYPE, passphrase);
        this.maxWorkFactor = maxWorkFactor;
    }

    /** Takes a copy of the passphrase: the caller wipes its own. */
    public static PassphraseIdentity of(char[] passphrase) {
        return of(passphrase, DEFAULT_MAX_WORK_FACTOR);
    }

    /** As {@link #of(char[])}, refusing files that ask for more than this work factor before any work is done. */
    public static PassphraseIdentity of(char[] passphrase, int maxWorkFactor) {
        return new PassphraseIdentity(Scrypt.passphrase(passphrase), Scrypt.checked(maxWorkFactor));
    }

    @Override
    @Nullable
    FileKey unwrap(Stanza stanza) throws AgeException {
        stanza.require(3, FileKey.WRAPPED_BYTES);
        byte[] salt = stanza.argument(1, Scrypt.SALT_BYTES);
        String factor = stanza.args().get(2);
        if (!factor.matches("[1-9][0-9]?")) {
            throw stanza.malformed();
        }
        int workFactor = Integer.parseInt(factor);
        if (workFactor > maxWorkFactor) {
            throw AgeException.header(
                    "the passphrase's work factor " + workFactor + " is above the limit of " + maxWorkFactor);
        }
        return FileKey.unwrap(stanza.body(), Scrypt.wrapKey(secret(), salt, workFactor));
    }
}

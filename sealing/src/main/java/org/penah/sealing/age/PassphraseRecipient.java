package org.penah.sealing.age;

import java.util.List;
import javax.security.auth.Destroyable;

/** A passphrase that seals a file (scrypt); such a file has no other recipient. */
public final class PassphraseRecipient extends Recipient implements Destroyable {

    /** What age itself uses: 256 MiB of memory and about a second. */
    public static final int DEFAULT_WORK_FACTOR = 18;

    private final Secret passphrase;
    private final int workFactor;

    private PassphraseRecipient(Secret passphrase, int workFactor) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
    }

    /** Takes a copy of the passphrase: the caller wipes its own. */
    public static PassphraseRecipient of(char[] passphrase) {
        return of(passphrase, DEFAULT_WORK_FACTOR);
    }

    /** The work factor is the base-two logarithm of scrypt's N: one more doubles time and memory. */
    public static PassphraseRecipient of(char[] passphrase, int workFactor) {
        return new PassphraseRecipient(Scrypt.passphrase(passphrase), Scrypt.checked(workFactor));
    }

    @Override
    Stanza wrap(FileKey fileKey) {
        byte[] salt = Secret.randomBytes(Scrypt.SALT_BYTES);
        Secret wrapKey = Scrypt.wrapKey(passphrase.bytes(), salt, workFactor);
        List<String> args = List.of(Scrypt.TYPE, Base64Text.encode(salt), Integer.toString(workFactor));
        return new Stanza(args, fileKey.wrap(wrapKey));
    }

    @Override
    public void destroy() {
        passphrase.close();
    }

    @Override
    public boolean isDestroyed() {
        return passphrase.isClosed();
    }

    @Override
    public String toString() {
        return "PassphraseRecipient[redacted]";
    }
}

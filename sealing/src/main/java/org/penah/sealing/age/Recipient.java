package org.penah.sealing.age;

/** Says to whom a file is sealed. */
public abstract sealed class Recipient permits HybridRecipient, PassphraseRecipient, X25519Recipient {

    Recipient() {}

    /**
     * Reads a public key: {@code age1pq1…} (post-quantum hybrid) or {@code age1…} (X25519), in lower case.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Recipient parse(String text) {
        return text.startsWith(HybridRecipient.PREFIX + "1")
                ? HybridRecipient.parse(text)
                : X25519Recipient.parse(text);
    }

    abstract Stanza wrap(FileKey fileKey);
}

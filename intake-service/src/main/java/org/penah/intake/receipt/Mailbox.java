package org.penah.intake.receipt;

import org.jspecify.annotations.Nullable;
import org.penah.sealing.receipt.ReceiptKeys;

/** Says where the replies to a tip are kept, whom they are sealed to, and who decides about the tip; nothing here opens or signs. */
public final class Mailbox {

    private final byte[] hash;
    private final String replyTo;
    private final @Nullable DecisionKey decisionKey;

    public Mailbox(byte[] hash, String replyTo, @Nullable DecisionKey decisionKey) {
        this.hash = hash.clone();
        this.replyTo = replyTo;
        this.decisionKey = decisionKey;
    }

    /** @param salt random, of this tip */
    static Mailbox of(ReceiptKeys keys, byte[] salt) {
        return new Mailbox(
                keys.mailboxHash(), keys.identity().recipient().toString(), DecisionKey.of(keys.decisions(), salt));
    }

    /** SHA-256 of the mailbox's id: all that is stored of it. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The key of the source's decisions about this tip; null if its page is older than such keys. */
    public @Nullable DecisionKey decisionKey() {
        return decisionKey;
    }

    /** The source's own recipient, {@code age1pq1…}. */
    public String replyTo() {
        return replyTo;
    }
}

package org.penah.intake.receipt;

import org.penah.sealing.receipt.ReceiptKeys;

/** Where the replies to a tip are kept, and whom they are sealed to: nothing here opens either. */
public final class Mailbox {

    private final byte[] hash;
    private final String replyTo;

    public Mailbox(byte[] hash, String replyTo) {
        this.hash = hash.clone();
        this.replyTo = replyTo;
    }

    static Mailbox of(ReceiptKeys keys) {
        return new Mailbox(keys.mailboxHash(), keys.identity().recipient().toString());
    }

    /** SHA-256 of the mailbox's id: all that is stored of it. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The source's own recipient, {@code age1pq1…}. */
    public String replyTo() {
        return replyTo;
    }
}

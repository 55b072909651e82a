package org.penah.intake.receipt;

import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.receipt.ReceiptKeys;

/** The keys that a receipt yields, for one request: they find a mailbox and open its replies. Wiped when closed. */
public final class MailboxKey implements AutoCloseable {

    private final ReceiptKeys keys;
    private final byte[] hash;

    MailboxKey(ReceiptKeys keys) {
        this.keys = keys;
        this.hash = keys.mailboxHash();
    }

    /** SHA-256 of the mailbox's id: what its tips and replies are found by. */
    public byte[] hash() {
        return hash.clone();
    }

    /** Signs what the source decides; lives as long as this. */
    public DecisionKeys decisions() {
        return keys.decisions();
    }

    ReceiptKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        keys.destroy();
    }

    @Override
    public String toString() {
        return "MailboxKey[redacted]";
    }
}

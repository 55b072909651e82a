package org.penah.intake.inbox;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.sealing.digest.Digest;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;

/** The credential that a source returns from one page of its inbox to the next. */
sealed interface InboxCredential {

    /** As a session holds it. */
    String written();

    /** Wipes what can be wiped. */
    void destroy();

    /**
     * The pass that was written so.
     *
     * @throws IllegalArgumentException if none was
     */
    static InboxCredential read(String written) {
        return OfMailbox.parse(written).map(InboxCredential.class::cast).orElseGet(() -> {
            try {
                return new OfReceipt(Receipt.parse(written));
            } catch (ReceiptException notOurs) {
                throw new IllegalArgumentException("neither a receipt nor a mailbox");
            }
        });
    }

    /** The receipt itself: what it opens is derived here, in memory. */
    record OfReceipt(Receipt receipt) implements InboxCredential {

        @Override
        public String written() {
            return receipt.toDigits();
        }

        @Override
        public void destroy() {
            receipt.destroy();
        }

        @Override
        public String toString() {
            return "OfReceipt[redacted]";
        }
    }

    /**
     * The mailbox's id alone, which opens nothing: the source's browser keeps the receipt, and opens replies.
     *
     * @param id 32 bytes in base64url
     */
    record OfMailbox(String id) implements InboxCredential {

        private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

        static Optional<OfMailbox> parse(String id) {
            return ID.matcher(id).matches() ? Optional.of(new OfMailbox(id)) : Optional.empty();
        }

        /** The id that finds the mailbox's tips and replies. */
        byte[] hash() {
            return Digest.sha256(Base64.getUrlDecoder().decode(id));
        }

        @Override
        public String written() {
            return id;
        }

        @Override
        public void destroy() {
            // A string; the next collection of garbage takes it.
        }

        @Override
        public String toString() {
            return "OfMailbox[redacted]";
        }
    }
}

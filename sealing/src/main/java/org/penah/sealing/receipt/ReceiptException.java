package org.penah.sealing.receipt;

/** A receipt that was mistyped; nothing was derived from it, and the message quotes nothing. */
public final class ReceiptException extends Exception {

    /** What to look at again. */
    public enum Reason {
        CHARACTER("a receipt has digits or words, and nothing else"),
        LENGTH("a receipt has 32 digits or 10 words"),
        WORD("a word is not in the list"),
        CHECK("a digit or a word is wrong, or two are swapped");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;

    ReceiptException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    /** What is wrong with the typed receipt; it quotes nothing of it. */
    public Reason reason() {
        return reason;
    }
}

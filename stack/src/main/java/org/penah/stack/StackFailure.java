package org.penah.stack;

/** Something that a person must mend; the message is one sentence that names it, fit to be printed alone. */
public final class StackFailure extends RuntimeException {

    public StackFailure(String sentence) {
        super(sentence);
    }

    public StackFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

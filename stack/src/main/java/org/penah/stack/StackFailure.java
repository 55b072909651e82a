package org.penah.stack;

/** Names something that a person must mend, in one sentence that is fit to be printed alone. */
public final class StackFailure extends RuntimeException {

    public StackFailure(String sentence) {
        super(sentence);
    }

    public StackFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

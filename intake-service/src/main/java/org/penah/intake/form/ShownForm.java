package org.penah.intake.form;

import java.util.Arrays;
import java.util.Optional;

/** Says which form a source asks to see instead of sending it; nothing is sealed or kept. */
public enum ShownForm {
    /** The one that was not sent yet, in another language. */
    FRESH("form"),
    /** The one that was sent and has errors, in another language. */
    FAULTY("again"),
    /** The one with all questions, in place of the one for danger. */
    WHOLE("whole");

    private final String word;

    ShownForm(String word) {
        this.word = word;
    }

    /** The value in the form. */
    public String word() {
        return word;
    }

    /** What a button of the form asks for; nothing if the form is to be sent. */
    static Optional<ShownForm> of(Draft draft) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(draft.text(Field.SHOW)))
                .findFirst();
    }
}

package org.penah.intake.form;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Says where a tip was sealed, with the same word in the form and in events. */
public enum Sealing {
    /** By this service, in memory, while it streamed in. */
    SERVER,
    /** By the page's script, before it left the browser. */
    BROWSER,
    /** By the source's own tools, before it came near a browser. */
    DEVICE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form's value; a form without one has no script and no sealed file. */
    public static Optional<Sealing> of(Draft draft) {
        String word = draft.text(Field.SEALING);
        return word.isEmpty()
                ? Optional.of(SERVER)
                : Arrays.stream(values())
                        .filter(each -> each.word().equals(word))
                        .findFirst();
    }
}

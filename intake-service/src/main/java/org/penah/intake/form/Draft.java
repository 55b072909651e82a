package org.penah.intake.form;

import java.util.EnumMap;
import java.util.Map;

/**
 * The source's input so far, valid or not, kept in memory so that a page can return it.
 *
 * <p>Not safe for use by several threads.
 */
public final class Draft {

    /** In UTF-16 units, as a browser's {@code maxlength} counts; some eight pages. Longer texts come as a file. */
    public static final int LONGEST_MESSAGE = 20_000;

    private final Map<Field, String> texts = new EnumMap<>(Field.class);

    public boolean has(Field field) {
        return texts.containsKey(field);
    }

    public void put(Field field, String text) {
        // Browsers send a text's line ends as CR LF and count them as one character.
        texts.put(field, text.replace("\r\n", "\n"));
    }

    /** What was typed or chosen, empty if nothing was. */
    public String text(Field field) {
        return texts.getOrDefault(field, "");
    }

    /** Wipes it. */
    public void forget() {
        texts.clear();
    }

    /** Hides what the source wrote. */
    @Override
    public String toString() {
        return "Draft[redacted]";
    }
}

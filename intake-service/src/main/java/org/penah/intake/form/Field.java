package org.penah.intake.form;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The form's fields: a closed list, each with the most bytes that it may take in memory. */
public enum Field {
    /** The source's receipt, as the page showed it: the only place where it travels. */
    RECEIPT(64),
    /** The {@link ShownForm} that its source asks for, instead of sending it. */
    SHOW(8),
    /** A random value of the page that was served; two posts with the same one are the same tip. */
    ONCE(64),
    /** Where the tip is sealed, as the page said before it was sent. */
    SEALING(16),
    /** The earlier tip that this one adds to: {@link Addition}. */
    FOLLOWS(96),
    DANGER(32),
    SOON(32),
    REGION(8),
    /** Which {@link Consents} the source gives. */
    ALERT(8),
    /** The second box of pages from before 2026-11-29, which may still be open while versions change. */
    DETAILS(8),
    TOPIC(32),
    /** Four bytes for each of the {@value Draft#LONGEST_MESSAGE} characters. */
    MESSAGE(4 * Draft.LONGEST_MESSAGE),
    /** The source's copy of the receipt, typed to check it; four bytes for each of 512 characters. */
    PRACTICE(2048),
    /**
     * The script's earlier upload, the recipient of replies, the key that it is sealed to, and the key of the source's
     * decisions: {@link BrowserUploadRef}.
     */
    UPLOAD(64),
    MAILBOX(64),
    EPOCH(16),
    DECISIONS(80),
    /** Streamed, never held. */
    FILES(0),
    /** A file that the source sealed; streamed as well. */
    SEALED(0);

    private final int limit;

    Field(int limit) {
        this.limit = limit;
    }

    public int limit() {
        return limit;
    }

    /** The name in the form, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Field> named(String name) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(name))
                .findFirst();
    }
}

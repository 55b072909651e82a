package org.penah.intake.form;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a tip was not taken; each reason has its sentence in every language. */
public enum FormError {
    DANGER_MISSING(422, Field.DANGER),
    SOON_MISSING(422, Field.SOON),
    REGION_UNKNOWN(422, Field.REGION),
    /** Of a form that adds to an earlier tip. */
    WORSE_MISSING(422, Field.SOON),
    ALERT_MISSING(422, Field.ALERT),
    TOPIC_MISSING(422, Field.TOPIC),
    NOTHING_SAID(422, Field.MESSAGE),
    MESSAGE_TOO_LONG(413, Field.MESSAGE),
    /** So long that only its beginning was read, and comes back. */
    MESSAGE_CUT(413, Field.MESSAGE),
    PRACTICE_DIFFERS(422, Field.PRACTICE),
    /** The page was changed or is an old one; it comes back with another receipt, and must say so. */
    RECEIPT_MISSING(422, Field.RECEIPT),
    FILES_TOO_LARGE(413, Field.FILES),
    FILES_TOO_MANY(413, Field.FILES),
    /** The form was only asked for in another language, with files, which are not kept. */
    NOT_SENT(200, null),
    SEALED_MISSING(422, Field.SEALED),
    SEALED_NOT(422, Field.SEALED),
    /** Sealed with {@code age -a}. */
    SEALED_AS_TEXT(422, Field.SEALED),
    /** Sealed to a passphrase, an older key, a plugin's key or several keys, not to our current key alone. */
    SEALED_TO_OTHER(422, Field.SEALED),
    SEALED_CUT_OFF(422, Field.SEALED),
    SEALED_TOO_LARGE(413, Field.SEALED),
    /** Not what our page sends: cut off, repeated or unknown fields, another encoding. */
    UNREADABLE(400, null),
    /** Its page was served only a moment ago. */
    TOO_YOUNG(422, null),
    /** Its page was served too long ago. */
    EXPIRED(422, null),
    TOO_SLOW(408, null),
    /** There is no room for all running uploads, and this one had to give way. */
    CROWDED(503, null),
    /** The disk is nearly full: what is left is for small tips. */
    LITTLE_ROOM(503, null),
    /** The database or the blob store is away; nothing was kept. */
    NOT_KEPT(503, null),
    /** The connection to the database was lost during the commit: it may have been kept. */
    PERHAPS_KEPT(503, null);

    private final int status;
    private final @Nullable Field field;

    FormError(int status, @Nullable Field field) {
        this.status = status;
        this.field = field;
    }

    /** Its name for the page's script. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status of the page that says so. */
    public int status() {
        return status;
    }

    /** Where in the form it can be mended, if anywhere. */
    public @Nullable Field field() {
        return field;
    }
}

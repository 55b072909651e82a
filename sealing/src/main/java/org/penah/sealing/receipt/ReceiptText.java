package org.penah.sealing.receipt;

import java.util.regex.Pattern;
import org.penah.sealing.receipt.ReceiptException.Reason;

/**
 * Brings what people type to one form: lower-case ASCII letters and digits with single spaces. Persian and Arabic digits
 * count, so do Turkish and Azerbaijani capitals; marks that copying from a right-to-left page brings along do not.
 *
 * <p>{@code receipt.js} does the same with the same two patterns.
 */
final class ReceiptText {

    private static final int LONGEST = 512;

    /** Soft hyphen, combining dot, joiners and direction marks. */
    private static final Pattern IGNORED =
            Pattern.compile("[\\u00ad\\u0307\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]");

    private static final Pattern SEPARATORS = Pattern.compile("[ \\t-\\r\\u2000-\\u200a\\u2010-\\u2015\\u2028\\u2029"
            + "\\-_.,;:/|\\u00a0\\u1680\\u202f\\u205f\\u3000]+");

    private ReceiptText() {}

    static String normalise(String text) throws ReceiptException {
        if (text.length() > LONGEST) {
            throw new ReceiptException(Reason.LENGTH);
        }
        String spaced = SEPARATORS
                .matcher(IGNORED.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .replaceAll("^ | $", "");
        var normal = new StringBuilder(spaced.length());
        for (int at = 0; at < spaced.length(); at++) {
            normal.append(normalise(spaced.charAt(at)));
        }
        return normal.toString();
    }

    private static char normalise(char c) throws ReceiptException {
        if (c == ' ' || isBetween('a', c, 'z') || isBetween('0', c, '9')) {
            return c;
        }
        if (isBetween('A', c, 'Z')) {
            return (char) (c - 'A' + 'a');
        }
        if (c == '\u0130' || c == '\u0131') { // İ and ı
            return 'i';
        }
        if (isBetween('\u0660', c, '\u0669')) { // Arabic
            return (char) (c - '\u0660' + '0');
        }
        if (isBetween('\u06f0', c, '\u06f9')) { // Persian
            return (char) (c - '\u06f0' + '0');
        }
        throw new ReceiptException(Reason.CHARACTER);
    }

    private static boolean isBetween(char first, char c, char last) {
        return c >= first && c <= last;
    }
}

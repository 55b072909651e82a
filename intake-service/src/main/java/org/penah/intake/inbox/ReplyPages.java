package org.penah.intake.inbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text so that each part fits on a page of the one size, once it is written as HTML. */
final class ReplyPages {

    /** The longest reply takes 8,000 bytes, so only one that is full of signs which HTML writes longer is cut. */
    static final int ROOM = 9_000;

    private ReplyPages() {}

    /** At least one part, which may be empty. */
    static List<String> of(String text) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int room = ROOM;
        for (int at = 0; at < text.length(); ) {
            int next = at + Character.charCount(text.codePointAt(at));
            int size = written(text.substring(at, next));
            if (size > room) {
                parts.add(text.substring(begin, at));
                begin = at;
                room = ROOM;
            }
            room -= size;
            at = next;
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /** Bytes of one character as Qute escapes it in HTML. */
    private static int written(String character) {
        return switch (character) {
            case "\"" -> "&quot;".length();
            case "'" -> "&#39;".length();
            case "&" -> "&amp;".length();
            case "<" -> "&lt;".length();
            case ">" -> "&gt;".length();
            default -> character.getBytes(StandardCharsets.UTF_8).length;
        };
    }
}

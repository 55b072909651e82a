package org.penah.partner.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a form that was sent, {@code application/x-www-form-urlencoded}. */
final class Form {

    /** Ours have five short fields, or the keys of five hundred alerts. */
    private static final int MOST_BYTES = 32 * 1024;

    /** A form without fields. */
    static final Form NONE = new Form();

    private final Map<String, String> fields = new HashMap<>();

    /** Reads a form; what is longer than ours, or malformed, has no fields. */
    static Form read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        Form form = new Form();
        if (bytes.length > MOST_BYTES) {
            return form;
        }
        try {
            for (String pair : new String(bytes, StandardCharsets.US_ASCII).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2) {
                    form.fields.put(decode(parts[0]), decode(parts[1]));
                }
            }
            return form;
        } catch (IllegalArgumentException malformed) {
            return new Form();
        }
    }

    /** A field's value, empty if it is missing. */
    String value(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A field that is a number, 0 if it is none. */
    int number(String name) {
        String value = value(name);
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

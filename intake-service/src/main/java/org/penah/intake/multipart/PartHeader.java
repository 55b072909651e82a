package org.penah.intake.multipart;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the client says of one part (RFC 7578, section 4).
 *
 * @param name of the form's field
 * @param fileName the client's name of the file, or null if the part is not a file; data, never a path
 * @param type the claimed media type, empty if there is none
 */
public record PartHeader(String name, @Nullable String fileName, String type) {

    // A quote inside a name is written as %22, so the first quote is the end (HTML, section 4.10.22.8).
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([a-z*]+)=\"([^\"]*)\"");
    private static final String FORM_DATA = "form-data";

    static PartHeader parse(byte[] bytes, int length) {
        String disposition = "";
        String type = "";
        for (String line : new String(bytes, 0, length, StandardCharsets.UTF_8).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedFormException("a part's header has no name");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> disposition = value;
                case "content-type" -> type = value;
                case "content-transfer-encoding" -> throw new MalformedFormException("a part has a transfer encoding");
                default -> {} // RFC 7578, section 4.8: others are ignored
            }
        }
        return of(disposition, type);
    }

    private static PartHeader of(String disposition, String type) {
        if (!disposition.startsWith(FORM_DATA)) {
            throw new MalformedFormException("a part is not form data");
        }
        String name = null;
        String fileName = null;
        Matcher parameter = PARAMETER.matcher(disposition).region(FORM_DATA.length(), disposition.length());
        while (parameter.lookingAt()) {
            switch (parameter.group(1)) {
                case "name" -> name = unescape(parameter.group(2));
                case "filename" -> fileName = unescape(parameter.group(2));
                default -> {}
            }
            parameter.region(parameter.end(), disposition.length());
        }
        if (name == null || parameter.regionStart() != disposition.length()) {
            throw new MalformedFormException("a part's disposition is not name and file name");
        }
        return new PartHeader(name, fileName, type);
    }

    private static String unescape(String text) {
        return text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    /** Hides what a source called a file. */
    @Override
    public String toString() {
        return "PartHeader[redacted]";
    }
}

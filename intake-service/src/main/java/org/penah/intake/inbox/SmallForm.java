package org.penah.intake.inbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form of a few short fields as a browser sends it, {@code application/x-www-form-urlencoded}.
 *
 * @see <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">URL Standard, section 5</a>
 */
record SmallForm(Map<String, String> fields) {

    /** A receipt's longest spelling, every letter of it escaped, and the rest. */
    static final int LONGEST = 8 * 1024;

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final Set<String> NAMES = Set.of("receipt", "mailbox", "session", "do", "sure", "decision");

    /** Empty if it is not what our pages send: another type, unknown or repeated fields. */
    static Optional<SmallForm> parse(@Nullable String contentType, String body) {
        if (contentType == null || !contentType.split(";", 2)[0].trim().equalsIgnoreCase(TYPE)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", NAMES.size() + 1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2 || !NAMES.contains(parts[0]) || fields.containsKey(parts[0])) {
                return Optional.empty();
            }
            try {
                fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(new SmallForm(Map.copyOf(fields)));
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Hides what the source typed. */
    @Override
    public String toString() {
        return "SmallForm[redacted]";
    }
}

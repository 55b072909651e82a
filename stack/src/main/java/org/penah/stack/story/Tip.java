package org.penah.stack.story;

import java.util.List;
import java.util.Map;

/**
 * Holds a source's tip: the answers under the form's field names, and files.
 *
 * @param answers everything but the hidden fields
 */
public record Tip(Map<String, String> answers, List<Attachment> attachments) {

    /** A file as a browser sends it. */
    public static final class Attachment {

        private final String name;
        private final String type;
        private final byte[] content;

        /** Takes the content over. */
        public Attachment(String name, String type, byte[] content) {
            this.name = name;
            this.type = type;
            this.content = content;
        }

        String name() {
            return name;
        }

        String type() {
            return type;
        }

        byte[] content() {
            return content;
        }
    }

    /** A report that the writer's own life is in danger within hours, with both consents. */
    public static Tip ofDanger(String message, List<Attachment> attachments) {
        return new Tip(
                Map.of(
                        "danger", "me",
                        "soon", "hours",
                        "alert", "details",
                        "topic", "threat",
                        "message", message),
                attachments);
    }

    @Override
    public String toString() {
        return "Tip[redacted]";
    }
}

package org.penah.stack.story;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a form as a browser without JavaScript sends it (RFC 7578). */
final class Multipart {

    private static final String BOUNDARY = "----a-plain-form-of-penah";

    private final List<byte[]> parts = new ArrayList<>();

    Multipart text(String name, String value) {
        add("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY, name, value));
        return this;
    }

    Multipart file(String name, Tip.Attachment file) {
        add("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
                .formatted(BOUNDARY, name, file.name(), file.type()));
        parts.add(file.content());
        add("\r\n");
        return this;
    }

    /** The part that a browser sends when no file was chosen. */
    Multipart noFile(String name) {
        return file(name, new Tip.Attachment("", "application/octet-stream", new byte[0]));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    BodyPublisher publisher() {
        List<byte[]> whole = new ArrayList<>(parts);
        whole.add(bytes("--" + BOUNDARY + "--\r\n"));
        long length = whole.stream().mapToLong(part -> part.length).sum();
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(whole), length);
    }

    private void add(String text) {
        parts.add(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

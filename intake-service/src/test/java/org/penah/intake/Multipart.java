package org.penah.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.penah.sealing.receipt.Receipt;

/** A form as a browser sends it, part by part in the order of the calls. */
public final class Multipart {

    public static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** A form with its own receipt, like every served page. */
    public Multipart() {
        this(Receipt.generate().toDigits());
    }

    public Multipart(String receipt) {
        this(List.of(receipt));
    }

    /** A form as the page's script sends it. */
    public static Multipart withoutReceipt() {
        return new Multipart(List.of());
    }

    private Multipart(List<String> receipts) {
        receipts.forEach(receipt -> field("receipt", receipt));
    }

    public Multipart field(String name, String value) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n");
        text(value + "\r\n");
        return this;
    }

    public Multipart file(String fileName, String type, byte[] bytes) {
        return file("files", fileName, type, bytes);
    }

    /** A file that its source sealed. */
    public Multipart sealed(byte[] file) {
        return file("sealed", "tip.age", "application/octet-stream", file);
    }

    private Multipart file(String field, String fileName, String type, byte[] bytes) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName
                + "\"\r\n");
        text("Content-Type: " + type + "\r\n\r\n");
        body.writeBytes(bytes);
        text("\r\n");
        return this;
    }

    /** The body so far, as if the connection broke here. */
    public byte[] cutOff() {
        return body.toByteArray();
    }

    public byte[] whole() {
        text("--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

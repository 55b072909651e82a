package org.penah.intake.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.penah.sealing.digest.Digest;

/**
 * Holds the one style sheet, which is written into each page.
 *
 * @param css its text
 */
public record Style(String css) {

    static Style load() {
        try (InputStream in = Style.class.getResourceAsStream("/source.css")) {
            byte[] css = Objects.requireNonNull(in, "source.css").readAllBytes();
            return new Style(new String(css, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The hash by which the browser lets it in, as in {@code style-src} (Content Security Policy Level 3, section 2.3.1). */
    public String source() {
        byte[] hash = Digest.sha256(css.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }
}

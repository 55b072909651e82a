package org.penah.intake.upload;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * How much one tip may bring.
 *
 * @param bytes of all files together
 * @param declared by the client for the whole body, or -1
 */
record UploadLimits(long bytes, int files, long declared) {

    /** The bytes that fields, headers and delimiters may add to the files. */
    private static final long AROUND_FILES = 1 << 20;

    /** Below it, reading on costs less than asking. */
    private static final long WORTH_ASKING = 1 << 20;

    static UploadLimits of(HttpServerRequest request, UploadConfig config) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return new UploadLimits(
                config.maxSize().asLongValue(), config.maxFiles(), declared == null ? -1 : Long.parseLong(declared));
    }

    /** Whether it pays to learn early that this is a repeat. */
    boolean areFar() {
        return declared < 0 || declared > WORTH_ASKING;
    }

    boolean tooMuchDeclared() {
        return declared > bytes + AROUND_FILES;
    }
}

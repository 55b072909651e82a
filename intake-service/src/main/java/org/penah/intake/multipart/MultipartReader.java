package org.penah.intake.multipart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body that arrives in pieces into its parts, and holds no more than one part's header.
 *
 * <p>Our own, because the form's answers decide which key a file is sealed to, so they must be known when the file
 * begins; Vert.x gives a form's fields only when the whole body has arrived, and other readers write to temporary
 * files. It takes what browsers and curl send and no more: no preamble, no nesting, no transfer encodings.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046, section 5.1.1</a>
 */
public final class MultipartReader {

    private static final int LONGEST_HEADER = 4096;
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "multipart/form-data;\\s*boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?\\s*", Pattern.CASE_INSENSITIVE);

    private enum State {
        /** Bytes of a part, up to the delimiter. */
        BODY,
        /** The two bytes behind a delimiter: a line end, or the two dashes of the last one. */
        BEHIND_DELIMITER,
        HEADER,
        EPILOGUE
    }

    private final PartHandler handler;
    private final byte[] delimiter;
    private final byte[] held = new byte[LONGEST_HEADER];
    private int heldLength;
    private int matched;
    private boolean inPart;
    private State state = State.BODY;

    /**
     * @param contentType the request's header
     * @throws MalformedFormException if it is not {@code multipart/form-data} with a boundary
     */
    public MultipartReader(@Nullable String contentType, PartHandler handler) {
        Matcher matcher = CONTENT_TYPE.matcher(contentType == null ? "" : contentType);
        if (!matcher.matches()) {
            throw new MalformedFormException("the body is not a multipart form");
        }
        this.handler = handler;
        this.delimiter = ("\r\n--" + matcher.group(1)).getBytes(StandardCharsets.US_ASCII);
        // The first delimiter opens the body, as if a line had ended before it.
        this.matched = 2;
    }

    /**
     * Takes the next bytes of the body.
     *
     * @throws MalformedFormException at the first byte that does not fit
     */
    public void accept(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            at = switch (state) {
                case BODY -> body(bytes, at);
                case BEHIND_DELIMITER -> behindDelimiter(bytes, at);
                case HEADER -> header(bytes, at);
                // RFC 2046 lets anything follow the last delimiter, and nothing reads it.
                case EPILOGUE -> bytes.length;
            };
        }
    }

    /**
     * The body has ended.
     *
     * @throws MalformedFormException if the last delimiter has not been seen: something is missing
     */
    public void end() {
        if (state != State.EPILOGUE) {
            throw new MalformedFormException("the form ends early");
        }
    }

    /**
     * Looks for the delimiter. Its first byte occurs in it only once: after a mismatch the search goes on at the very
     * byte that did not match, and what was held back from earlier pieces is a prefix of the delimiter itself.
     */
    private int body(byte[] bytes, int from) {
        int carried = matched;
        for (int at = from; at < bytes.length; ) {
            if (bytes[at] == delimiter[matched]) {
                at++;
                matched++;
                if (matched == delimiter.length) {
                    data(bytes, from, at - (matched - carried));
                    endPart();
                    return at;
                }
            } else if (matched == 0) {
                at++;
            } else {
                data(delimiter, 0, carried);
                carried = 0;
                matched = 0;
            }
        }
        data(bytes, from, bytes.length - (matched - carried));
        return bytes.length;
    }

    private void data(byte[] bytes, int from, int to) {
        if (to <= from) {
            return;
        }
        if (!inPart) {
            throw new MalformedFormException("the form does not begin with a part");
        }
        handler.data(bytes, from, to - from);
    }

    private void endPart() {
        if (inPart) {
            handler.end();
        }
        inPart = false;
        matched = 0;
        heldLength = 0;
        state = State.BEHIND_DELIMITER;
    }

    private int behindDelimiter(byte[] bytes, int at) {
        held[heldLength++] = bytes[at];
        if (heldLength == 2) {
            heldLength = 0;
            if (held[0] == '\r' && held[1] == '\n') {
                state = State.HEADER;
            } else if (held[0] == '-' && held[1] == '-') {
                state = State.EPILOGUE;
            } else {
                throw new MalformedFormException("a delimiter is followed by something else");
            }
        }
        return at + 1;
    }

    private int header(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (heldLength == LONGEST_HEADER) {
                throw new MalformedFormException("a part's header is too long");
            }
            held[heldLength++] = bytes[at];
            if (bytes[at] == '\n' && endsWithEmptyLine()) {
                PartHeader header = PartHeader.parse(held, heldLength - 4);
                Arrays.fill(held, 0, heldLength, (byte) 0);
                handler.begin(header);
                inPart = true;
                state = State.BODY;
                return at + 1;
            }
        }
        return bytes.length;
    }

    private boolean endsWithEmptyLine() {
        return heldLength >= 4
                && held[heldLength - 4] == '\r'
                && held[heldLength - 3] == '\n'
                && held[heldLength - 2] == '\r';
    }
}

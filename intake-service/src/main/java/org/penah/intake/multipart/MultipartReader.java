package org.penah.intake.multipart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body that arrives in pieces into its parts, and holds no more than one part's header.
 *
 * <p>Give it a piece with {@link #feed}, then ask for the {@link #next} event until that is {@link Event#PIECE_READ}.
 *
 * <p>Our own, because the form's answers decide which key a file is sealed to, so they must be known when the file
 * begins; Vert.x gives a form's fields only when the whole body has arrived, and other readers write to temporary
 * files. It takes what browsers and curl send and no more: no preamble, no nesting, no transfer encodings.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046, section 5.1.1</a>
 */
public final class MultipartReader {

    /** What comes next in the body. */
    public enum Event {
        /** A part begins, with this {@link #header}. */
        PART_BEGINS,
        /** Some bytes of the part: {@link #length} of {@link #data} from {@link #offset}. */
        PART_DATA,
        PART_ENDS,
        /** The piece has been read; the reader has let go of it. */
        PIECE_READ
    }

    private static final int LONGEST_HEADER = 4096;
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "multipart/form-data;\\s*boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?\\s*", Pattern.CASE_INSENSITIVE);

    private static final byte[] NOTHING = {};

    private enum State {
        /** Bytes of a part, up to the delimiter. */
        BODY,
        DELIMITER,
        /** The two bytes behind a delimiter: a line end, or the two dashes of the last one. */
        BEHIND_DELIMITER,
        HEADER,
        EPILOGUE
    }

    private final byte[] delimiter;
    private final byte[] held = new byte[LONGEST_HEADER];
    private int heldLength;
    private int matched;
    private boolean inPart;
    private State state = State.BODY;
    private byte[] piece = NOTHING;
    private int at;
    private PartHeader header = new PartHeader("", null, "");
    private byte[] data = NOTHING;
    private int offset;
    private int length;

    /**
     * @param contentType the request's header
     * @throws MalformedFormException if it is not {@code multipart/form-data} with a boundary
     */
    public MultipartReader(@Nullable String contentType) {
        Matcher matcher = CONTENT_TYPE.matcher(contentType == null ? "" : contentType);
        if (!matcher.matches()) {
            throw new MalformedFormException("the body is not a multipart form");
        }
        this.delimiter = ("\r\n--" + matcher.group(1)).getBytes(StandardCharsets.US_ASCII);
        // The first delimiter opens the body, as if a line had ended before it.
        this.matched = 2;
    }

    /** Takes the next piece of the body, which must not change until it has been read. */
    public void feed(byte[] bytes) {
        piece = bytes;
        at = 0;
    }

    /**
     * Reads on in the piece.
     *
     * @throws MalformedFormException at the first byte that does not fit
     */
    public Event next() {
        Event event = Event.PIECE_READ;
        while (event == Event.PIECE_READ && (at < piece.length || state == State.DELIMITER)) {
            event = switch (state) {
                case BODY -> body();
                case DELIMITER -> delimiter();
                case BEHIND_DELIMITER -> behindDelimiter();
                case HEADER -> readHeader();
                case EPILOGUE -> epilogue();
            };
        }
        if (event == Event.PIECE_READ) {
            piece = NOTHING;
            data = NOTHING;
        }
        return event;
    }

    public PartHeader header() {
        return header;
    }

    public byte[] data() {
        return data;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
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
    private Event body() {
        int from = at;
        int carried = matched;
        while (at < piece.length) {
            if (piece[at] == delimiter[matched]) {
                at++;
                matched++;
                if (matched == delimiter.length) {
                    state = State.DELIMITER;
                    break;
                }
            } else if (carried > 0) {
                at = from;
                matched = 0;
                return data(delimiter, 0, carried);
            } else if (matched > 0) {
                matched = 0;
            } else {
                at++;
            }
        }
        return data(piece, from, at - (matched - carried));
    }

    private Event data(byte[] bytes, int from, int to) {
        if (to <= from) {
            return Event.PIECE_READ;
        }
        if (!inPart) {
            throw new MalformedFormException("the form does not begin with a part");
        }
        data = bytes;
        offset = from;
        length = to - from;
        return Event.PART_DATA;
    }

    private Event delimiter() {
        boolean ended = inPart;
        inPart = false;
        matched = 0;
        heldLength = 0;
        state = State.BEHIND_DELIMITER;
        return ended ? Event.PART_ENDS : Event.PIECE_READ;
    }

    private Event behindDelimiter() {
        held[heldLength++] = piece[at++];
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
        return Event.PIECE_READ;
    }

    private Event readHeader() {
        while (at < piece.length) {
            if (heldLength == LONGEST_HEADER) {
                throw new MalformedFormException("a part's header is too long");
            }
            held[heldLength++] = piece[at++];
            if (held[heldLength - 1] == '\n' && endsWithEmptyLine()) {
                header = PartHeader.parse(held, heldLength - 4);
                Arrays.fill(held, 0, heldLength, (byte) 0);
                inPart = true;
                state = State.BODY;
                return Event.PART_BEGINS;
            }
        }
        return Event.PIECE_READ;
    }

    /** RFC 2046 lets anything follow the last delimiter, and nothing reads it. */
    private Event epilogue() {
        at = piece.length;
        return Event.PIECE_READ;
    }

    private boolean endsWithEmptyLine() {
        return heldLength >= 4
                && held[heldLength - 4] == '\r'
                && held[heldLength - 3] == '\n'
                && held[heldLength - 2] == '\r';
    }
}

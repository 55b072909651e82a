package org.penah.sealing.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a file out of its {@link Armor}; tolerates white space around it and CRLF, as age does, and nothing else. */
public final class ArmorDecoder extends InputStream {

    private static final int MAX_WHITESPACE = 1024;

    private final InputStream text;
    private byte[] line = new byte[0];
    private int position;
    private State state = State.BEFORE;
    private @Nullable IOException refusal;

    private enum State {
        BEFORE,
        INSIDE,
        AT_END,
        AFTER
    }

    /** The stream is closed with this one. */
    public ArmorDecoder(InputStream text) {
        this.text = new BufferedInputStream(text);
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] file, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, file.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int served = Math.min(length, line.length - position);
        System.arraycopy(line, position, file, offset, served);
        position += served;
        return served;
    }

    private boolean fill() throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        if (position == line.length && state != State.AFTER) {
            position = 0;
            try {
                line = next();
            } catch (IOException e) {
                refusal = e;
                line = new byte[0];
                throw e;
            }
        }
        return position < line.length;
    }

    /** Answers the bytes of the next line, or none behind the last. */
    private byte[] next() throws IOException {
        if (state == State.BEFORE) {
            skipToBegin();
            state = State.INSIDE;
        }
        String characters = readLine();
        if (characters.equals(Armor.END)) {
            requireOnlyWhitespace();
            state = State.AFTER;
            return new byte[0];
        }
        byte[] decoded = characters.length() > Armor.COLUMNS ? null : Base64Text.decodePadded(characters);
        if (decoded == null || decoded.length == 0 || state == State.AT_END) {
            throw AgeException.armor("the armor has a line that is not canonical base64 of at most 64 characters");
        }
        if (decoded.length < Armor.BYTES_PER_LINE) {
            state = State.AT_END;
        }
        return decoded;
    }

    private void skipToBegin() throws IOException {
        int skipped = 0;
        String first = readLine();
        while (first.isBlank()) {
            skipped += first.length() + 1;
            if (skipped > MAX_WHITESPACE) {
                throw AgeException.armor("there is too much white space before the armor");
            }
            first = readLine();
        }
        if (!first.equals(Armor.BEGIN)) {
            throw AgeException.armor("the armor does not begin with its BEGIN line");
        }
    }

    private void requireOnlyWhitespace() throws IOException {
        byte[] rest = text.readNBytes(MAX_WHITESPACE);
        for (byte b : rest) {
            if (!Character.isWhitespace(b)) {
                throw AgeException.armor("something follows the armor");
            }
        }
        if (rest.length == MAX_WHITESPACE) {
            throw AgeException.armor("there is too much white space behind the armor");
        }
    }

    private String readLine() throws IOException {
        StringBuilder characters = new StringBuilder(Armor.COLUMNS + 1);
        int next = text.read();
        if (next < 0) {
            throw AgeException.armor("the armor is cut off");
        }
        for (; next >= 0 && next != '\n'; next = text.read()) {
            characters.append((char) next);
            if (characters.length() > MAX_WHITESPACE) {
                throw AgeException.armor("the armor has a line that is too long");
            }
        }
        int length = characters.length();
        if (length > 0 && characters.charAt(length - 1) == '\r') {
            characters.setLength(length - 1);
        }
        return characters.toString();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}

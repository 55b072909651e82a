package org.penah.sealing.age;

import java.util.List;

/** One wrapping of the file key in a header: its arguments, of which the first is the recipient type, and its body. */
final class Stanza {

    static final int COLUMNS = 64;

    private final List<String> args;
    private final byte[] body;

    Stanza(List<String> args, byte[] body) {
        this.args = List.copyOf(args);
        this.body = body;
    }

    List<String> args() {
        return args;
    }

    byte[] body() {
        return body;
    }

    String type() {
        return args.get(0);
    }

    /** The bytes of an argument, which must be exactly this many. */
    byte[] argument(int index, int length) throws AgeException {
        byte[] value = Base64Text.decode(args.get(index));
        if (value == null || value.length != length) {
            throw malformed();
        }
        return value;
    }

    /** Checks the shape before any work is done on the stanza. */
    void require(int arguments, int bodyLength) throws AgeException {
        if (args.size() != arguments || body.length != bodyLength) {
            throw malformed();
        }
    }

    AgeException malformed() {
        return AgeException.header("the header has a malformed stanza for one of its recipients");
    }

    void appendTo(StringBuilder header) {
        header.append("-> ").append(String.join(" ", args)).append('\n');
        String text = Base64Text.encode(body);
        for (int at = 0; at < text.length(); at += COLUMNS) {
            header.append(text, at, Math.min(at + COLUMNS, text.length())).append('\n');
        }
        if (text.length() % COLUMNS == 0) {
            // A body always ends with a short line, be it empty.
            header.append('\n');
        }
    }
}

package org.penah.sealing.age;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The textual header of a file, of which every accepted spelling is the only one (c2sp.org/age, "ABNF definition"). */
final class Header {

    /** Beyond any group that shares a key, and small enough to hold for every stranger who sends us a file. */
    static final int MAX_STANZAS = 64;

    static final String VERSION_LINE = "age-encryption.org/v1";
    static final int MAC_BYTES = 32;
    static final String MAC_MARK = "---";
    private static final String STANZA_MARK = "-> ";

    private final List<Stanza> stanzas;
    private final byte[] mac;

    private Header(List<Stanza> stanzas, byte[] mac) {
        this.stanzas = List.copyOf(stanzas);
        this.mac = mac;
    }

    static Header seal(List<Stanza> stanzas, FileKey fileKey) {
        return new Header(stanzas, fileKey.headerMac(authenticated(stanzas)));
    }

    /** Reads a header whose first line {@link HeaderScanner} knows and whose last it found. */
    static Header parse(String header) throws AgeException {
        String[] lines = header.split("\n", -1);
        List<Stanza> stanzas = new ArrayList<>();
        int at = 1;
        while (lines[at].startsWith(STANZA_MARK)) {
            if (stanzas.size() == MAX_STANZAS) {
                throw AgeException.header("the header has more than " + MAX_STANZAS + " recipients");
            }
            int end = at + 1;
            while (lines[end].length() == Stanza.COLUMNS) {
                end++;
            }
            stanzas.add(parseStanza(lines, at, end));
            at = end + 1;
        }
        if (stanzas.isEmpty() || at != lines.length - 2) {
            throw AgeException.header("the header has a line that is neither a stanza nor the MAC");
        }
        return new Header(stanzas, parseMac(lines[at]));
    }

    private static Stanza parseStanza(String[] lines, int first, int last) throws AgeException {
        String[] args = lines[first].substring(STANZA_MARK.length()).split(" ", -1);
        for (String arg : args) {
            if (arg.isEmpty() || !arg.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw AgeException.header("the header has a stanza with an empty or unprintable argument");
            }
        }
        byte[] body = Base64Text.decode(String.join("", Arrays.copyOfRange(lines, first + 1, last + 1)));
        if (body == null || lines[last].length() > Stanza.COLUMNS) {
            throw AgeException.header("the header has a stanza whose body is not canonical base64");
        }
        return new Stanza(List.of(args), body);
    }

    private static byte[] parseMac(String line) throws AgeException {
        byte[] mac = line.startsWith(MAC_MARK + " ") ? Base64Text.decode(line.substring(MAC_MARK.length() + 1)) : null;
        if (mac == null || mac.length != MAC_BYTES) {
            throw AgeException.header("the header does not end with a MAC");
        }
        return mac;
    }

    List<Stanza> stanzas() {
        return stanzas;
    }

    byte[] mac() {
        return mac;
    }

    /** What the MAC covers: all up to and including its own mark. The parser is strict, so these are the bytes read. */
    byte[] authenticated() {
        return authenticated(stanzas);
    }

    private static byte[] authenticated(List<Stanza> stanzas) {
        StringBuilder text = new StringBuilder(VERSION_LINE).append('\n');
        for (Stanza stanza : stanzas) {
            stanza.appendTo(text);
        }
        return text.append(MAC_MARK).toString().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] encode() {
        byte[] end = (" " + Base64Text.encode(mac) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] authenticated = authenticated();
        byte[] whole = Arrays.copyOf(authenticated, authenticated.length + end.length);
        System.arraycopy(end, 0, whole, authenticated.length, end.length);
        return whole;
    }
}

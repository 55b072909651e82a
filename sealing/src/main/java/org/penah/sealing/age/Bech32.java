package org.penah.sealing.age;

import java.util.Arrays;
import java.util.Locale;

/** Reads and writes Bech32 (BIP 173) without its length limit, as age spells keys; each kind of key has one prefix, in one case. */
final class Bech32 {

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_LENGTH = 6;

    private Bech32() {}

    /** Spells the bytes in the case of the prefix; the caller wipes the result if it is secret. */
    static char[] encode(String prefix, byte[] bytes) {
        byte[] groups = regroup(bytes, bytes.length, 8, 5, groupCount(bytes.length) + CHECKSUM_LENGTH);
        int checksum = checksum(prefix, groups) ^ 1;
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            groups[groups.length - CHECKSUM_LENGTH + i] = (byte) ((checksum >> (5 * (CHECKSUM_LENGTH - 1 - i))) & 31);
        }
        char[] text = Arrays.copyOf((prefix + "1").toCharArray(), prefix.length() + 1 + groups.length);
        String alphabet = alphabet(prefix);
        for (int i = 0; i < groups.length; i++) {
            text[prefix.length() + 1 + i] = alphabet.charAt(groups[i]);
        }
        Arrays.fill(groups, (byte) 0);
        return text;
    }

    /**
     * Reads a key of this prefix, this prefix's case and this length in bytes, and nothing else.
     *
     * @throws IllegalArgumentException for any other text; the message does not quote it
     */
    static byte[] decode(String prefix, CharSequence text, int length) {
        int start = prefix.length() + 1;
        byte[] groups = new byte[groupCount(length) + CHECKSUM_LENGTH];
        if (text.length() != start + groups.length || !(prefix + "1").contentEquals(text.subSequence(0, start))) {
            throw new IllegalArgumentException("not an age key of a known kind: it must begin with " + prefix
                    + "1 and have " + (start + groups.length) + " characters");
        }
        String alphabet = alphabet(prefix);
        for (int i = 0; i < groups.length; i++) {
            int value = alphabet.indexOf(text.charAt(start + i));
            if (value < 0) {
                throw new IllegalArgumentException("mistyped age key: character " + (start + i + 1) + " cannot occur");
            }
            groups[i] = (byte) value;
        }
        int payload = groups.length - CHECKSUM_LENGTH;
        int spare = payload * 5 - length * 8;
        if (checksum(prefix, groups) != 1 || (groups[payload - 1] & ((1 << spare) - 1)) != 0) {
            throw new IllegalArgumentException("mistyped age key: its check characters do not fit");
        }
        byte[] bytes = regroup(groups, payload, 5, 8, length);
        Arrays.fill(groups, (byte) 0);
        return bytes;
    }

    private static int groupCount(int bytes) {
        return (bytes * 8 + 4) / 5;
    }

    private static String alphabet(String prefix) {
        return Character.isUpperCase(prefix.charAt(0)) ? ALPHABET.toUpperCase(Locale.ROOT) : ALPHABET;
    }

    /** Regroups the bits of the first {@code count} values into values of {@code to} bits, in an array of {@code length}. */
    private static byte[] regroup(byte[] values, int count, int from, int to, int length) {
        byte[] cut = new byte[length];
        int mask = (1 << to) - 1;
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            held = ((held << from) & 0xfff) | (values[i] & 0xff);
            for (bits += from; bits >= to; bits -= to) {
                cut[at++] = (byte) ((held >> (bits - to)) & mask);
            }
        }
        if (bits > 0 && at < length) {
            cut[at] = (byte) ((held << (to - bits)) & mask);
        }
        return cut;
    }

    private static int checksum(String prefix, byte[] groups) {
        String lower = prefix.toLowerCase(Locale.ROOT);
        int sum = 1;
        for (int i = 0; i < lower.length(); i++) {
            sum = step(sum, lower.charAt(i) >> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < lower.length(); i++) {
            sum = step(sum, lower.charAt(i) & 31);
        }
        for (byte group : groups) {
            sum = step(sum, group);
        }
        return sum;
    }

    private static int step(int sum, int value) {
        int next = ((sum & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= ((sum >> (25 + i)) & 1) * GENERATOR[i];
        }
        return next;
    }
}

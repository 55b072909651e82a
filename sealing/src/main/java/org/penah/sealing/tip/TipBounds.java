package org.penah.sealing.tip;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Bounds how large a tip may be. Lengths of text are in UTF-16 units, as Java and JavaScript count them. */
public final class TipBounds {

    /** A tip's whole container, in bytes: below 2^31, so that no reader needs ZIP64 or unsigned arithmetic. */
    public static final long CONTAINER = Integer.MAX_VALUE;

    public static final int FILES = 100;
    public static final int JSON = 1 << 20;
    public static final int TOPIC = 64;
    public static final int MESSAGE = 100_000;
    public static final int ANSWERS = 50;
    public static final int ANSWER_KEY = 64;
    public static final int ANSWER = 10_000;
    public static final int FILE_NAME = 255;
    public static final int FILE_TYPE = 255;

    private TipBounds() {}

    static void text(String what, String value, int limit) {
        Objects.requireNonNull(value, what);
        if (value.length() > limit) {
            throw new IllegalArgumentException(what + " is longer than " + limit);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(what + " holds half a surrogate pair");
        }
    }
}

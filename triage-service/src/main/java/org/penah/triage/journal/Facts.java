package org.penah.triage.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.digest.Digest;

/**
 * Collects the facts of a deed beyond the fields of its entry: the fields of its row, under one hash.
 *
 * <p>The hash is SHA-256 over texts in UTF-8, each behind its length as 4 bytes, big-endian: {@code penah facts v1}, the kind, then
 * name and value of each field in a fixed order. A value that is absent has the length -1. Every row has an id or a salt that the
 * journal does not show, or a key in it, so that nobody finds its values by trying.
 */
public final class Facts {

    private static final String VERSION = "penah facts v1";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Facts() {}

    /** Begins with the kind of row. */
    public static Facts of(String kind) {
        Facts facts = new Facts();
        facts.write(VERSION);
        facts.write(kind);
        return facts;
    }

    public Facts and(String name, @Nullable Object value) {
        write(name);
        write(value == null ? null : value.toString());
        return this;
    }

    /** The SHA-256 of sealed bytes in hexadecimal; empty for none. */
    public static @Nullable String digest(byte @Nullable [] sealed) {
        return sealed == null ? null : HexFormat.of().formatHex(Digest.sha256(sealed));
    }

    /** As the journal keeps it: the version, a colon, 64 hexadecimal digits. */
    String stored() {
        return "1:" + digest(bytes.toByteArray());
    }

    private void write(@Nullable String text) {
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            byte[] encoded = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(text == null ? -1 : encoded.length);
            out.write(encoded);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}

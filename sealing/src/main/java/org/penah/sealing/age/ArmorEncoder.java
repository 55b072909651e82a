package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a file in {@link Armor}; only {@link #finish} writes the closing line, so that an aborted file shows. */
public final class ArmorEncoder extends FinishingOutputStream {

    /** Writes the opening line at once. */
    public ArmorEncoder(OutputStream text) throws IOException {
        super(text, new byte[Armor.BYTES_PER_LINE], Armor.BYTES_PER_LINE);
        writeLine(Armor.BEGIN, text);
    }

    @Override
    void send(byte[] held, int length, boolean last, OutputStream text) throws IOException {
        if (length > 0) {
            writeLine(Base64Text.encodePadded(Arrays.copyOf(held, length)), text);
        }
        if (last) {
            writeLine(Armor.END, text);
        }
    }

    private static void writeLine(String line, OutputStream text) throws IOException {
        text.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}

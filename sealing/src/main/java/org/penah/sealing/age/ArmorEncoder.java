package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Writes a file in {@link Armor}; only {@link #finish} writes the closing line, so that an aborted file shows. */
public final class ArmorEncoder extends OutputStream {

    private final OutputStream text;
    private final byte[] line = new byte[Armor.BYTES_PER_LINE];
    private int held;
    private boolean finished;

    /** Writes the opening line at once; the stream stays the caller's and is never closed. */
    public ArmorEncoder(OutputStream text) throws IOException {
        this.text = text;
        writeLine(Armor.BEGIN);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] file, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, file.length);
        if (finished) {
            throw new IOException("the armor is closed");
        }
        for (int at = offset, end = offset + length; at < end; ) {
            int taken = Math.min(end - at, line.length - held);
            System.arraycopy(file, at, line, held, taken);
            held += taken;
            at += taken;
            if (held == line.length) {
                writeHeld();
            }
        }
    }

    /** Writes what is held and the closing line. */
    public void finish() throws IOException {
        if (finished) {
            throw new IOException("the armor is closed");
        }
        finished = true;
        if (held > 0) {
            writeHeld();
        }
        writeLine(Armor.END);
        text.flush();
    }

    @Override
    public void flush() throws IOException {
        text.flush();
    }

    @Override
    public void close() {
        finished = true;
    }

    private void writeHeld() throws IOException {
        writeLine(Base64Text.encodePadded(Arrays.copyOf(line, held)));
        held = 0;
    }

    private void writeLine(String characters) throws IOException {
        text.write((characters + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}

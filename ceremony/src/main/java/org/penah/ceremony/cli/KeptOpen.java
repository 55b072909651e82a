package org.penah.ceremony.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Writes to standard output as to other streams: it is flushed and not closed, and its errors are errors. */
final class KeptOpen extends FilterOutputStream {

    KeptOpen(PrintStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (((PrintStream) out).checkError()) {
            throw new IOException("standard output was closed");
        }
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}

package org.penah.ceremony.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Standard output as a stream like others: flushed and not closed, and its errors are errors. */
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

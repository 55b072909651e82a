package org.penah.ceremony.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Says on one line how much of a file was read, in whole percents; the line is gone when the file is closed. */
final class ReadingProgress extends FilterInputStream {

    private final long size;
    private final PrintStream screen;
    private long read;
    private long shown = -1;

    ReadingProgress(InputStream file, long size, PrintStream screen) {
        super(file);
        this.size = size;
        this.screen = screen;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        show(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        show(count);
        return count;
    }

    private void show(int more) {
        read += Math.max(more, 0);
        long percent = Math.min(100, read * 100 / size);
        if (percent != shown) {
            shown = percent;
            screen.print("\r" + percent + " %");
            screen.flush();
        }
    }

    @Override
    public void close() throws IOException {
        screen.print("\r     \r");
        screen.flush();
        super.close();
    }
}

package org.penah.ceremony.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.penah.ceremony.PrivateFile;

/**
 * A new file of mode 0600 that is there as a whole or not at all: whatever ends the command before {@link #keep}, be it
 * Ctrl-C, takes it away again.
 */
final class WholeFile extends FilterOutputStream {

    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final Thread removal;
    private boolean kept;

    /** @throws java.nio.file.FileAlreadyExistsException if there is one, which stays as it is */
    WholeFile(Path file) throws IOException {
        super(new BufferedOutputStream(PrivateFile.create(file), BUFFER));
        this.file = file;
        this.removal = new Thread(() -> remove(file), "removes half a file");
        Runtime.getRuntime().addShutdownHook(removal);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** It is complete, and on the disk when this returns. */
    void keep() throws IOException {
        flush();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        kept = true;
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
            forgetRemoval();
        }
    }

    private void forgetRemoval() {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException ending) {
            // It runs already.
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // Nobody is there any more to be told.
        }
    }
}

package org.penah.testbed.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** A small file system in memory, which can be filled; only root may mount one. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final Command.Ended mount;

    private SmallDisk(Path folder, String size) {
        this.folder = folder;
        this.mount = Command.of("mount", "-t", "tmpfs", "-o", "size=" + size, "penah-test", folder.toString())
                .run();
    }

    /**
     * Mounts one over a folder that is there, if this machine lets us.
     *
     * @param size as mount takes it, {@code 256k}
     */
    public static SmallDisk over(Path folder, String size) {
        return new SmallDisk(folder, size);
    }

    /** Whether it was mounted. */
    public boolean isMounted() {
        return mount.exit() == 0;
    }

    /** Skips the test, and says so, where it was not mounted. */
    public SmallDisk orSkip() {
        if (!isMounted()) {
            Programs.skip("only root may mount a small file system: " + mount.text());
        }
        return this;
    }

    public Path folder() {
        return folder;
    }

    /** Leaves no room. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[4096]);
            }
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Unmounts it, even while a file is open there. */
    @Override
    public void close() {
        if (isMounted()) {
            Command.of("umount", "-l", folder.toString()).succeed();
        }
    }
}

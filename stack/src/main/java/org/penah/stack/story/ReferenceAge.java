package org.penah.stack.story;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.penah.sealing.age.HybridIdentity;

/** Opens a sealed tip without a line of ours: npm's age-encryption, then the JDK's ZIP reader. Nothing touches a disk. */
final class ReferenceAge {

    private final Path folder;

    /** Takes the folder of {@code open.mjs} with its {@code node_modules}. */
    ReferenceAge(Path folder) {
        this.folder = folder;
    }

    /** The entries of the ZIP inside, by their names. */
    Map<String, byte[]> open(Path blob, HybridIdentity identity) throws IOException {
        return unzip(decrypt(blob, identity));
    }

    private byte[] decrypt(Path blob, HybridIdentity identity) throws IOException {
        Process node = new ProcessBuilder(List.of("node", "open.mjs", blob.toString()))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream input = node.getOutputStream()) {
            input.write(String.valueOf(identity.exportSecret()).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] opened = node.getInputStream().readAllBytes();
        try {
            if (node.waitFor() != 0) {
                throw new IOException("npm's age-encryption did not open the blob");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return opened;
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }
}

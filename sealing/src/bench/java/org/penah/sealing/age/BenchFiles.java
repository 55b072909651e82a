package org.penah.sealing.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The files that all sides read: random plaintext, the same sealed to an X25519 key, and that key. */
record BenchFiles(Path plain, Path sealed, Path key) {

    static final int MEGABYTES = 256;
    private static final int MEGABYTE = 1_000_000;

    static BenchFiles existing() {
        // Memory, where there is such a folder: a disk would be what is measured.
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        return new BenchFiles(
                folder.resolve("penah-bench-plain"), folder.resolve("penah-bench.age"), folder.resolve("penah-bench-key"));
    }

    static BenchFiles write() throws IOException {
        BenchFiles files = existing();
        X25519Identity identity = X25519Identity.generate();
        byte[] megabyte = new byte[MEGABYTE];
        new Random(1).nextBytes(megabyte);
        try (OutputStream plain = Files.newOutputStream(files.plain);
                OutputStream sealed = Files.newOutputStream(files.sealed);
                AgeEncryptor encryptor = AgeEncryptor.start(List.of(identity.recipient()), sealed)) {
            for (int i = 0; i < MEGABYTES; i++) {
                plain.write(megabyte);
                encryptor.write(megabyte);
            }
            encryptor.finish();
        }
        char[] secret = identity.exportSecret();
        Files.write(files.key, List.of(CharBuffer.wrap(secret)));
        Arrays.fill(secret, ' ');
        return files;
    }

    X25519Identity identity() throws IOException {
        return X25519Identity.parse(Files.readString(key, StandardCharsets.US_ASCII).strip());
    }

    void delete() throws IOException {
        for (Path file : List.of(plain, sealed, key)) {
            Files.deleteIfExists(file);
        }
    }
}

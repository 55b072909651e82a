package org.penah.sealing.age;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/** Seals and opens in one call, for tests that are about something else. */
final class Sealed {

    private Sealed() {}

    static byte[] seal(byte[] plain, Recipient... recipients) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(recipients), file)) {
            encryptor.write(plain);
            encryptor.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    static byte[] pull(byte[] file, Identity... identities) throws IOException {
        try (InputStream plain = AgeDecryptor.open(new ByteArrayInputStream(file), List.of(identities))) {
            return plain.readAllBytes();
        }
    }

    static byte[] push(byte[] file, int piece, Identity... identities) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (AgeDecryptor decryptor = AgeDecryptor.start(List.of(identities), plain)) {
            for (int at = 0; at < file.length; at += piece) {
                decryptor.write(file, at, Math.min(piece, file.length - at));
            }
            decryptor.finish();
        }
        return plain.toByteArray();
    }

    /** The same bytes for the same length, on every run. */
    static byte[] plain(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}

package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The C2SP test vectors (npm cctv-age, pinned in src/test/js), each opened once by pulling and once by pushing. */
class VectorTest {

    private static final Path FOLDER = Path.of("target/cctv-age");

    @Test
    void allOfThemAreThere() throws IOException {
        // When
        List<Vector> vectors = vectors();

        // Then
        assertThat(vectors).hasSize(143);
    }

    @TestFactory
    Stream<DynamicTest> pulledAsTheVectorSays() throws IOException {
        return vectors().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> {
                    // When
                    Outcome outcome = open(vector, (file, plain) -> {
                        try (InputStream opened = AgeDecryptor.open(file, vector.identities())) {
                            opened.transferTo(plain);
                        }
                    });

                    // Then
                    assertThat(outcome).isEqualTo(vector.expected());
                }));
    }

    @TestFactory
    Stream<DynamicTest> pushedAsTheVectorSays() throws IOException {
        return vectors().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> {
                    // When
                    Outcome outcome = open(vector, (file, plain) -> {
                        try (AgeDecryptor decryptor = AgeDecryptor.start(vector.identities(), plain)) {
                            file.transferTo(decryptor);
                            decryptor.finish();
                        }
                    });

                    // Then
                    assertThat(outcome).isEqualTo(vector.expected());
                }));
    }

    private interface Opening {
        void open(InputStream file, OutputStream plain) throws IOException;
    }

    /** How it ended and the hash of what had been released by then. */
    record Outcome(String result, String plainHash) {}

    private static Outcome open(Vector vector, Opening opening) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        String result = "success";
        try {
            InputStream file = new ByteArrayInputStream(vector.file());
            opening.open(vector.armored() ? new ArmorDecoder(file) : file, plain);
        } catch (AgeException e) {
            result = switch (e.reason()) {
                case MALFORMED_ARMOR -> "armor failure";
                case MALFORMED_HEADER -> "header failure";
                case NO_MATCH -> "no match";
                case WRONG_MAC -> "HMAC failure";
                case BROKEN_PAYLOAD -> "payload failure";
            };
        }
        return new Outcome(result, Vector.sha256(plain.toByteArray()));
    }

    private static List<Vector> vectors() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Vector::read).toList();
        }
    }
}

package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowMemoryEncryptorTest {

    private static final X25519Identity IDENTITY = X25519Identity.generate();
    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final int HELD = LowMemoryEncryptor.HELD_BYTES;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "8192, 8192",
        "8193, 100",
        "65535, 65535",
        "65536, 65536",
        "65536, 1000",
        "65537, 65537",
        "131072, 70000",
        "131073, 8191",
        "300000, 1024",
        "300000, 300000"
    })
    void opensAsWhatWasWrittenInPiecesOfAnySize(int size, int piece) throws IOException {
        // Given
        byte[] plain = random(size);
        LowMemoryEncryptor encryptor = start();
        encryptor.endsAt(size);

        // When
        write(encryptor, plain, piece);
        encryptor.finish();

        // Then
        assertThat(open()).isEqualTo(plain);
        assertThat(file.size()).isEqualTo(sizeOf(plain));
    }

    @ParameterizedTest
    @CsvSource({"0", "8192", "8193", "65536", "73728", "73729", "131073"})
    void mayEndAtTheLeastThatItNamesAndNoEarlier(int size) throws IOException {
        // Given
        byte[] plain = random(size);
        LowMemoryEncryptor encryptor = start();
        write(encryptor, plain, 1000);

        // When
        int least = (int) encryptor.least();
        assertThatThrownBy(() -> encryptor.endsAt(least - 1)).isInstanceOf(IllegalArgumentException.class);
        encryptor.endsAt(least);
        byte[] whole = Arrays.copyOf(plain, least);
        encryptor.write(whole, size, least - size);
        encryptor.finish();

        // Then: it may end at once only while no more than it holds is in a chunk
        assertThat(least == size).isEqualTo(size % CHUNK <= HELD && size != CHUNK);
        assertThat(open()).isEqualTo(whole);
    }

    @Test
    void sendsOnWhatItTakesAndHoldsLittle() throws IOException {
        // Given
        LowMemoryEncryptor encryptor = start();
        int header = file.size();

        // When
        write(encryptor, random(50_000), 1024);

        // Then
        assertThat(file.size() - header).isBetween(50_000 - HELD, 50_000);
    }

    @ParameterizedTest
    @CsvSource({"100", "50000", "65536", "100000"})
    void whatWasNotFinishedIsRefused(int size) throws IOException {
        // Given
        LowMemoryEncryptor encryptor = start();
        encryptor.endsAt(200_000);
        write(encryptor, random(size), 1000);

        // When
        encryptor.close();

        // Then
        assertThatThrownBy(this::open).isInstanceOf(AgeException.class);
        assertThatThrownBy(() -> encryptor.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void endsOnlyWhereItWasSaidTo() throws IOException {
        // Given
        LowMemoryEncryptor shorter = start();
        shorter.endsAt(10);
        shorter.write(new byte[9]);
        LowMemoryEncryptor longer = start();
        longer.endsAt(10);
        LowMemoryEncryptor unsaid = start();

        // When, then
        assertThatThrownBy(shorter::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> longer.write(new byte[11])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(unsaid::finish).isInstanceOf(IllegalStateException.class);
    }

    private LowMemoryEncryptor start() throws IOException {
        return LowMemoryEncryptor.start(List.of(IDENTITY.recipient()), file::write);
    }

    private static void write(LowMemoryEncryptor encryptor, byte[] plain, int piece) throws IOException {
        for (int at = 0; at < plain.length; at += piece) {
            encryptor.write(plain, at, Math.min(piece, plain.length - at));
        }
    }

    private byte[] open() throws IOException {
        return AgeDecryptor.open(new ByteArrayInputStream(file.toByteArray()), List.of(IDENTITY))
                .readAllBytes();
    }

    /** What the encryptor that holds a chunk makes of it. */
    private static int sizeOf(byte[] plain) throws IOException {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(IDENTITY.recipient()), other);
        encryptor.write(plain);
        encryptor.finish();
        return other.size();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

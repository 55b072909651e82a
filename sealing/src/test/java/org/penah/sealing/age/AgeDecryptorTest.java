package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeDecryptorTest {

    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final X25519Identity IDENTITY = X25519Identity.generate();
    private static final List<Identity> IDENTITIES = List.of(IDENTITY);
    private static final byte[] TWO_CHUNKS = Sealed.seal(Sealed.plain(CHUNK + 100), IDENTITY.recipient());

    @Test
    void refusesEveryFileThatIsCutOffAnywhere() {
        // Given
        byte[] file = Sealed.seal(Sealed.plain(40), IDENTITY.recipient());
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);

            // When
            Throwable pulled = catchThrowable(() -> Sealed.pull(cut, IDENTITY));
            Throwable pushed = catchThrowable(() -> Sealed.push(cut, 7, IDENTITY));

            // Then
            assertThat(pulled).as("%d bytes", length).isInstanceOf(AgeException.class);
            assertThat(pushed).as("%d bytes", length).hasSameClassAs(pulled).hasMessage(pulled.getMessage());
        }
    }

    @Test
    void refusesEveryFileInWhichABitWasFlipped() {
        // Given
        byte[] file = Sealed.seal(Sealed.plain(40), IDENTITY.recipient());
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            // When
            Throwable pulled = catchThrowable(() -> Sealed.pull(flipped, IDENTITY));

            // Then
            assertThat(pulled).as("bit %d", bit).isInstanceOf(AgeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 64, CHUNK, 1 << 20})
    void takesPiecesOfAnySize(int piece) throws IOException {
        // When
        byte[] plain = Sealed.push(TWO_CHUNKS, piece, IDENTITY);

        // Then
        assertThat(plain).isEqualTo(Sealed.plain(CHUNK + 100));
    }

    @Test
    void takesSingleBytes() throws IOException {
        // Given
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        AgeDecryptor decryptor = AgeDecryptor.start(IDENTITIES, plain);

        // When
        for (byte b : TWO_CHUNKS) {
            decryptor.write(b);
        }
        decryptor.finish();

        // Then
        assertThat(plain.toByteArray()).isEqualTo(Sealed.plain(CHUNK + 100));
    }

    @Test
    void pushesAChunkOnAsSoonAsItIsWhole() throws IOException {
        // Given
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        AgeDecryptor decryptor = AgeDecryptor.start(IDENTITIES, plain);
        int firstChunkEnds = TWO_CHUNKS.length - 116;
        decryptor.write(TWO_CHUNKS, 0, firstChunkEnds - 1);
        int before = plain.size();

        // When
        decryptor.write(TWO_CHUNKS, firstChunkEnds - 1, 1);

        // Then
        assertThat(before).isZero();
        assertThat(plain.size()).isEqualTo(CHUNK);
    }

    @Test
    void readsByteByByteAsInBulk() throws IOException {
        // Given
        byte[] plain = new byte[CHUNK + 100];
        InputStream stream = open(TWO_CHUNKS);

        // When
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) stream.read();
        }

        // Then
        assertThat(plain).isEqualTo(Sealed.plain(CHUNK + 100));
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[3])).isEqualTo(-1);
    }

    @Test
    void answersWhatIsAtHandWithoutReadingOn() throws IOException {
        // Given
        InputStream stream = open(TWO_CHUNKS);
        int before = stream.available();

        // When
        int first = stream.read(new byte[2 * CHUNK], 1, CHUNK - 5);

        // Then
        assertThat(before).isZero();
        assertThat(first).isEqualTo(CHUNK - 5);
        assertThat(stream.available()).isEqualTo(5);
        assertThat(stream.read(new byte[100])).isEqualTo(5);
        assertThat(stream.read(new byte[0])).isZero();
    }

    @Test
    void refusesAgainOnEveryReadAfterARefusal() throws IOException {
        // Given
        byte[] cut = Arrays.copyOf(TWO_CHUNKS, TWO_CHUNKS.length - 1);
        InputStream stream = open(cut);
        stream.readNBytes(CHUNK);
        Throwable first = catchThrowable(stream::read);

        // When
        Throwable second = catchThrowable(() -> stream.read(new byte[10]));

        // Then
        assertThat(first).isInstanceOf(AgeException.class);
        assertThat(second).isSameAs(first);
    }

    @Test
    void failsAgainAfterTheSourceFailedOnce() throws IOException {
        // Given
        InputStream stream = AgeDecryptor.open(new FailingOnce(TWO_CHUNKS, 1000), IDENTITIES);
        Throwable first = catchThrowable(stream::read);

        // When
        Throwable second = catchThrowable(stream::read);

        // Then
        assertThat(first).isInstanceOf(IOException.class).hasMessage("connection reset");
        assertThat(second).isSameAs(first);
    }

    @Test
    void doesNotMendARefusedPush() {
        // Given
        byte[] altered = TWO_CHUNKS.clone();
        altered[altered.length - CHUNK] ^= 1;
        AgeDecryptor decryptor = AgeDecryptor.start(IDENTITIES, OutputStream.nullOutputStream());
        assertThatIOException().isThrownBy(() -> decryptor.write(altered)).isInstanceOf(AgeException.class);

        // When
        var finishing = assertThatIOException().isThrownBy(decryptor::finish);

        // Then
        finishing.withMessage("the decryptor is closed");
    }

    @Test
    void triesEveryIdentityInTurn() throws IOException {
        // Given
        List<Identity> ring = List.of(
                PassphraseIdentity.of("unused".toCharArray()),
                HybridIdentity.generate(),
                X25519Identity.generate(),
                IDENTITY);

        // When
        InputStream stream = AgeDecryptor.open(new ByteArrayInputStream(TWO_CHUNKS), ring);

        // Then
        assertThat(stream.readAllBytes()).isEqualTo(Sealed.plain(CHUNK + 100));
    }

    @Test
    void opensNothingWithoutAnIdentity() {
        // When
        Throwable refused = catchThrowable(() -> Sealed.pull(TWO_CHUNKS));

        // Then
        assertThat(refused)
                .isInstanceOfSatisfying(
                        AgeException.class, e -> assertThat(e.reason()).isEqualTo(AgeException.Reason.NO_MATCH));
    }

    @Test
    void wipesThePulledChunkAndTheKeyOnClose() throws IOException {
        // Given
        InputStream stream = open(TWO_CHUNKS);
        stream.read();
        Wiped wiped = Wiped.watch(stream);

        // When
        stream.close();

        // Then
        wiped.assertAllZero();
        assertThatIOException().isThrownBy(stream::read).withMessage("the stream is closed");
    }

    @Test
    void wipesThePulledChunkAndTheKeyAtTheEnd() throws IOException {
        // Given
        InputStream stream = open(TWO_CHUNKS);
        stream.readNBytes(CHUNK + 100);
        Wiped wiped = Wiped.watch(stream);

        // When
        stream.read();

        // Then
        wiped.assertAllZero();
    }

    @Test
    void wipesThePushedChunkAndTheKeyOnFinish() throws IOException {
        // Given
        AgeDecryptor decryptor = AgeDecryptor.start(IDENTITIES, OutputStream.nullOutputStream());
        decryptor.write(TWO_CHUNKS);
        Wiped wiped = Wiped.watch(decryptor);

        // When
        decryptor.finish();

        // Then
        wiped.assertAllZero();
    }

    @Test
    void wipesThePulledChunkAndTheKeyWhenItRefuses() throws IOException {
        // Given
        InputStream stream = open(Arrays.copyOf(TWO_CHUNKS, TWO_CHUNKS.length - 1));
        stream.readNBytes(CHUNK);
        Wiped wiped = Wiped.watch(stream);

        // When
        Throwable refused = catchThrowable(stream::read);

        // Then
        assertThat(refused).isInstanceOf(AgeException.class);
        wiped.assertAllZero();
    }

    @Test
    void takesNothingAfterFinishAndFlushesOnce() throws IOException {
        // Given
        int[] flushes = new int[1];
        OutputStream plain = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushes[0]++;
            }
        };
        AgeDecryptor decryptor = AgeDecryptor.start(IDENTITIES, plain);
        decryptor.write(TWO_CHUNKS);

        // When
        decryptor.finish();

        // Then
        assertThat(flushes).containsExactly(1);
        assertThatIOException().isThrownBy(() -> decryptor.write(1)).withMessage("the decryptor is closed");
        assertThatIOException().isThrownBy(decryptor::finish).withMessage("the decryptor is closed");
    }

    @Test
    void closesTheSourceWithThePulledStream() throws IOException {
        // Given
        boolean[] closed = new boolean[1];
        InputStream source = new ByteArrayInputStream(TWO_CHUNKS) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        InputStream stream = AgeDecryptor.open(source, IDENTITIES);

        // When
        stream.close();

        // Then
        assertThat(closed).containsExactly(true);
    }

    private static InputStream open(byte[] file) throws IOException {
        return AgeDecryptor.open(new ByteArrayInputStream(file), IDENTITIES);
    }

    /** Fails one read after so many bytes, and then goes on as if nothing had been. */
    private static final class FailingOnce extends FilterInputStream {

        private int bytesLeft;

        private FailingOnce(byte[] file, int after) {
            super(new ByteArrayInputStream(file));
            this.bytesLeft = after;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (bytesLeft == 0) {
                bytesLeft = Integer.MAX_VALUE;
                throw new IOException("connection reset");
            }
            int read = super.read(bytes, offset, Math.min(length, bytesLeft));
            bytesLeft -= Math.max(read, 0);
            return read;
        }
    }
}

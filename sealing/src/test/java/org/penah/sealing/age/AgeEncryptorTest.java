package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgeEncryptorTest {

    private static final int CHUNK = Payload.CHUNK_BYTES;
    private static final X25519Identity IDENTITY = X25519Identity.generate();
    private static final X25519Recipient CLASSIC = IDENTITY.recipient();
    private static final HybridRecipient HYBRID = HybridIdentity.generate().recipient();
    private static final PassphraseRecipient PASSPHRASE = PassphraseRecipient.of("long enough".toCharArray(), 1);

    private final Sink sink = new Sink();

    static Stream<List<Recipient>> forbiddenCompanies() {
        return Stream.of(
                List.of(),
                List.of(HYBRID, CLASSIC),
                List.of(CLASSIC, HYBRID),
                List.of(PASSPHRASE, CLASSIC),
                List.of(HYBRID, PASSPHRASE),
                List.of(PASSPHRASE, PASSPHRASE),
                Collections.nCopies(Header.MAX_STANZAS + 1, CLASSIC));
    }

    @ParameterizedTest
    @MethodSource("forbiddenCompanies")
    void refusesRecipientsThatMayNotShareAFile(List<Recipient> recipients) {
        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> AgeEncryptor.start(recipients, sink));

        // Then
        refusal.withMessageMatching(".*(recipient|post-quantum).*");
        assertThat(sink.size()).isZero();
    }

    @Test
    void sealsToAsManyRecipientsAsADecryptorTakes() throws IOException {
        // Given
        List<HybridRecipient> recipients = Collections.nCopies(Header.MAX_STANZAS - 1, HYBRID);
        HybridIdentity last = HybridIdentity.generate();

        // When
        byte[] file = Sealed.seal(
                Sealed.plain(5),
                Stream.concat(recipients.stream(), Stream.of(last.recipient())).toArray(Recipient[]::new));

        // Then
        assertThat(Sealed.pull(file, last)).isEqualTo(Sealed.plain(5));
        assertThat(Sealed.push(file, 1000, last)).isEqualTo(Sealed.plain(5));
    }

    @Test
    void everyRecipientOpensTheFile() throws IOException {
        // Given
        X25519Identity other = X25519Identity.generate();

        // When
        byte[] file = Sealed.seal(Sealed.plain(5), CLASSIC, other.recipient());

        // Then
        assertThat(Sealed.pull(file, other)).isEqualTo(Sealed.plain(5));
        assertThat(Sealed.pull(file, IDENTITY)).isEqualTo(Sealed.plain(5));
    }

    @Test
    void neverSealsTwiceAlike() {
        // Given
        byte[] first = Sealed.seal(new byte[100], HYBRID);

        // When
        byte[] second = Sealed.seal(new byte[100], HYBRID);

        // Then
        assertThat(second).hasSameSizeAs(first);
        assertThat(tail(second, 100)).isNotEqualTo(tail(first, 100));
    }

    @Test
    void writesTheHeaderAtOnceAndHoldsAFullChunkBack() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        int header = sink.size();
        encryptor.write(new byte[CHUNK]);
        int heldBack = sink.size();

        // When
        encryptor.write(0);

        // Then
        assertThat(new String(sink.toByteArray(), 0, header, StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n-> X25519 ");
        assertThat(heldBack).isEqualTo(header);
        assertThat(sink.size()).isEqualTo(header + Payload.SEALED_CHUNK_BYTES);
    }

    @Test
    void writesByteByByteAsInBulk() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);

        // When
        for (byte b : Sealed.plain(CHUNK + 2)) {
            encryptor.write(b);
        }
        encryptor.finish();

        // Then
        assertThat(Sealed.pull(sink.toByteArray(), IDENTITY)).isEqualTo(Sealed.plain(CHUNK + 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void leavesARefusedFileWhenClosedWithoutFinish(int written) throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        encryptor.write(new byte[written]);

        // When
        encryptor.close();

        // Then
        assertRefused(sink.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void leavesARefusedFileWhenDropped(int written) throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);

        // When
        encryptor.write(new byte[written]);

        // Then
        assertRefused(sink.toByteArray());
    }

    @Test
    void leavesARefusedFileWhenTheSinkFailedOnce() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        encryptor.write(new byte[CHUNK]);
        sink.failures = 1;
        assertThatIOException().isThrownBy(() -> encryptor.write(1));

        // When
        var finishing = assertThatIOException().isThrownBy(encryptor::finish);

        // Then
        finishing.withMessage("the stream is closed");
        assertRefused(sink.toByteArray());
    }

    @Test
    void staysClosedAfterFinishFailed() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        sink.failures = 1;
        assertThatIOException().isThrownBy(encryptor::finish);

        // When
        var again = assertThatIOException().isThrownBy(encryptor::finish);

        // Then
        again.withMessage("the stream is closed");
    }

    @Test
    void takesNothingAfterFinish() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        encryptor.finish();
        int whole = sink.size();

        // When
        var refusal = assertThatIOException().isThrownBy(() -> encryptor.write(1));

        // Then
        refusal.withMessage("the stream is closed");
        assertThat(sink.size()).isEqualTo(whole);
    }

    @Test
    void flushesAndLeavesTheSinkOpen() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        encryptor.flush();
        int flushed = sink.flushes;

        // When
        encryptor.finish();
        encryptor.close();

        // Then
        assertThat(flushed).isEqualTo(1);
        assertThat(sink.flushes).isEqualTo(2);
        assertThat(sink.closed).isFalse();
    }

    @Test
    void wipesTheChunkAndTheKeyOnClose() throws IOException {
        // Given
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(CLASSIC), sink);
        encryptor.write(Sealed.plain(1000));
        Wiped wiped = Wiped.watch(encryptor);

        // When
        encryptor.close();

        // Then
        wiped.assertAllZero();
    }

    private static void assertRefused(byte[] file) {
        assertThatIOException().isThrownBy(() -> Sealed.pull(file, IDENTITY)).isInstanceOf(AgeException.class);
        assertThatIOException()
                .isThrownBy(() -> Sealed.push(file, 1 << 20, IDENTITY))
                .isInstanceOf(AgeException.class);
    }

    private static byte[] tail(byte[] file, int length) {
        return Arrays.copyOfRange(file, file.length - length, file.length);
    }

    private static final class Sink extends OutputStream {

        private final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private int failures;
        private int flushes;
        private boolean closed;

        int size() {
            return file.size();
        }

        byte[] toByteArray() {
            return file.toByteArray();
        }

        @Override
        public void write(int b) {
            file.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failures > 0) {
                failures--;
                throw new IOException("disk full");
            }
            file.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

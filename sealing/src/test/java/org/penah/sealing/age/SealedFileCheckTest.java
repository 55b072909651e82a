package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.age.SealedFileException.Kind;

class SealedFileCheckTest {

    private static final HybridRecipient QUEUE = HybridIdentity.generate().recipient();
    private static final byte[] PLAIN = Sealed.plain(100_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void takesWhatIsSealedToOnePostQuantumKey(int size) {
        // Given
        byte[] file = Sealed.seal(Sealed.plain(size), QUEUE);

        // When
        SealedFileCheck check = new SealedFileCheck();
        Optional<Kind> refused = feed(check, file, 7_000);

        // Then
        assertThat(refused).isEmpty();
        assertThat(check.length()).isEqualTo(file.length);
    }

    static Stream<Arguments> others() throws IOException {
        byte[] sealed = Sealed.seal(PLAIN, QUEUE);
        byte[] text = "Hello".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("nothing", new byte[0], Kind.NOT_SEALED),
                Arguments.of("a ZIP", new byte[] {'P', 'K', 3, 4}, Kind.NOT_SEALED),
                Arguments.of("a text", text, Kind.NOT_SEALED),
                Arguments.of("a key", "-----BEGIN OPENSSH".getBytes(StandardCharsets.US_ASCII), Kind.NOT_SEALED),
                Arguments.of(
                        "something before it", join("-".getBytes(StandardCharsets.US_ASCII), sealed), Kind.NOT_SEALED),
                Arguments.of("half a header", Arrays.copyOf(sealed, 900), Kind.NOT_SEALED),
                Arguments.of("a header of one long line", longLine(), Kind.NOT_SEALED),
                Arguments.of("a header without its payload", Arrays.copyOf(sealed, headerLength(sealed)), Kind.CUT_OFF),
                Arguments.of("armor", armored(sealed), Kind.ARMORED),
                Arguments.of(
                        "an older key",
                        Sealed.seal(PLAIN, X25519Identity.generate().recipient()),
                        Kind.OTHER_RECIPIENT),
                Arguments.of(
                        "a passphrase",
                        Sealed.seal(PLAIN, PassphraseRecipient.of("secret".toCharArray())),
                        Kind.OTHER_RECIPIENT),
                Arguments.of(
                        "two keys",
                        Sealed.seal(PLAIN, QUEUE, HybridIdentity.generate().recipient()),
                        Kind.OTHER_RECIPIENT),
                Arguments.of("ten keys", Sealed.seal(PLAIN, keys(10)), Kind.OTHER_RECIPIENT),
                Arguments.of("a plugin's key", withStanzaType(sealed, "yubikey"), Kind.OTHER_RECIPIENT),
                Arguments.of("another shape", withStanzaType(sealed, "mlkem768x25519 more"), Kind.NOT_SEALED),
                Arguments.of("an empty file", Sealed.seal(new byte[0], QUEUE), Kind.CUT_OFF));
    }

    private static Recipient[] keys(int count) {
        return Stream.generate(() -> HybridIdentity.generate().recipient())
                .limit(count)
                .toArray(Recipient[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void refusesAnythingElseAndSaysWhy(String what, byte[] file, Kind kind) {
        for (int piece : List.of(1, 17, 1 << 20)) {
            // When
            Optional<Kind> refused = feed(new SealedFileCheck(), file, piece);

            // Then
            assertThat(refused).as(what + " in pieces of " + piece).contains(kind);
        }
    }

    @Test
    void takesExactlyTheLengthsThatAnAgeFileHas() {
        // Given: a file of three chunks; every place where it can be cut off
        byte[] file = Sealed.seal(Sealed.plain(2 * 65_536 + 40), QUEUE);
        int payload = headerLength(file) + Payload.NONCE_BYTES;

        for (int length = payload; length <= file.length; length++) {
            // When
            boolean taken = feed(new SealedFileCheck(), Arrays.copyOf(file, length), file.length)
                    .isEmpty();

            // Then
            int last = (length - payload) % (65_536 + 16);
            boolean whole = length > payload && (last == 0 || last > 16);
            assertThat(taken).as("%d bytes of payload", length - payload).isEqualTo(whole);
            length += last > 40 && last < 65_530 ? 6_500 : 0;
        }
    }

    private static Optional<Kind> feed(SealedFileCheck check, byte[] file, int piece) {
        try {
            for (int at = 0; at < file.length; at += piece) {
                check.accept(file, at, Math.min(piece, file.length - at));
            }
            check.finish();
            return Optional.empty();
        } catch (SealedFileException refused) {
            return Optional.of(refused.kind());
        }
    }

    private static int headerLength(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1;
    }

    private static byte[] withStanzaType(byte[] file, String type) {
        return new String(file, StandardCharsets.ISO_8859_1)
                .replaceFirst("-> mlkem768x25519", "-> " + type)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] longLine() {
        return ("age-encryption.org/v1\n-> " + "a".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] armored(byte[] file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmorEncoder armor = new ArmorEncoder(text)) {
            armor.write(file);
            armor.finish();
        }
        return text.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderTest {

    private static final String VERSION = "age-encryption.org/v1\n";
    private static final String STANZA = "-> grease\n\n";
    private static final String MAC = "--- " + "A".repeat(43) + "\n";

    @Property
    void readsBackWhateverItWrites(@ForAll("headers") Header header) throws AgeException {
        // When
        Header read = Headers.read(header.encode());

        // Then
        assertThat(read.encode()).isEqualTo(header.encode());
        assertThat(read.mac()).isEqualTo(header.mac());
        assertThat(read.stanzas()).hasSameSizeAs(header.stanzas());
        for (int i = 0; i < read.stanzas().size(); i++) {
            assertThat(read.stanzas().get(i).args())
                    .isEqualTo(header.stanzas().get(i).args());
            assertThat(read.stanzas().get(i).body())
                    .isEqualTo(header.stanzas().get(i).body());
        }
    }

    @Property(tries = 5000)
    void acceptsNoSecondSpelling(@ForAll("headers") Header header, @ForAll("edits") Edit edit) {
        // Given
        byte[] edited = edit.apply(header.encode());

        // When
        boolean onlySpelling = Headers.isRefusedOrTheOnlySpelling(edited);

        // Then
        assertThat(onlySpelling).isTrue();
    }

    static Stream<String> strangers() {
        return Stream.of(
                "",
                "age-encryption.org/v2\n" + STANZA + MAC,
                "age-encryption.org/v1 \n" + STANZA + MAC,
                VERSION + MAC,
                VERSION + STANZA,
                VERSION + STANZA + "---\n",
                VERSION + STANZA + "----\n",
                VERSION + STANZA + "-->\n" + MAC,
                VERSION + STANZA + "\n" + MAC,
                VERSION + STANZA + "-- \n" + MAC,
                VERSION + "->\n\n" + MAC,
                VERSION + "-> \n\n" + MAC,
                VERSION + "->  a\n\n" + MAC,
                VERSION + "-> a \n\n" + MAC,
                VERSION + "-> \u007f\n\n" + MAC,
                VERSION + "-> \u001f\n\n" + MAC,
                VERSION + "-> \u00e9\n\n" + MAC,
                VERSION + "-> a\n" + MAC,
                VERSION + "-> a\nAB\n" + MAC,
                VERSION + "-> a\nAA==\n" + MAC,
                VERSION + "-> a\nA\n" + MAC,
                VERSION + "-> a\n----\n\n" + MAC,
                VERSION + STANZA + "--- " + "A".repeat(42) + "\n",
                VERSION + STANZA + "--- " + "A".repeat(42) + "B\n",
                VERSION + STANZA + "--- " + "A".repeat(44) + "\n",
                VERSION + STANZA + "---" + "A".repeat(43) + "\n");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void refusesWhatTheGrammarDoesNotKnow(String text) {
        // When
        Throwable refused = catchThrowable(() -> Headers.read(text.getBytes(StandardCharsets.ISO_8859_1)));

        // Then
        assertThat(refused)
                .isInstanceOfSatisfying(
                        AgeException.class,
                        e -> assertThat(e.reason()).isEqualTo(AgeException.Reason.MALFORMED_HEADER));
    }

    @Test
    void takesAsManyStanzasAsItSaysAndNotOneMore() throws AgeException {
        // Given
        String most = VERSION + STANZA.repeat(Header.MAX_STANZAS) + MAC;
        String tooMany = VERSION + STANZA.repeat(Header.MAX_STANZAS + 1) + MAC;

        // When
        Header header = Headers.read(most.getBytes(StandardCharsets.US_ASCII));

        // Then
        assertThat(header.stanzas()).hasSize(Header.MAX_STANZAS);
        assertThatIOException()
                .isThrownBy(() -> Headers.read(tooMany.getBytes(StandardCharsets.US_ASCII)))
                .withMessage("the header has more than 64 recipients");
    }

    @Test
    void takesAHeaderOfTheFullSizeAndNotOneByteMore() throws AgeException {
        // Given
        String around = VERSION + "-> \n\n" + MAC;
        String fill = "a".repeat(HeaderScanner.MAX_BYTES - around.length());
        String most = around.replace("-> ", "-> " + fill);

        // When
        Header header = Headers.read(most.getBytes(StandardCharsets.US_ASCII));

        // Then
        assertThat(header.encode()).hasSize(HeaderScanner.MAX_BYTES);
        assertThatIOException()
                .isThrownBy(() -> Headers.read(most.replace("-> ", "-> a").getBytes(StandardCharsets.US_ASCII)))
                .withMessage("the header is longer than 131072 bytes");
    }

    @Test
    void readsNoFurtherThanTheFirstWrongByte() throws IOException {
        // Given
        InputStream file =
                new ByteArrayInputStream("age-encryption.com/v1\nand so on".getBytes(StandardCharsets.US_ASCII));

        // When
        Throwable refused = catchThrowable(() -> AgeDecryptor.open(file, List.of()));

        // Then
        assertThat(refused).hasMessage("this is not an age v1 file");
        assertThat(new String(file.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("om/v1\nand so on");
    }

    @Test
    void readsNothingBehindTheHeaderButTheNonce() throws IOException {
        // Given
        X25519Identity identity = X25519Identity.generate();
        byte[] sealed = Sealed.seal(new byte[10], identity.recipient());
        InputStream file = new ByteArrayInputStream(sealed);

        // When
        InputStream plain = AgeDecryptor.open(file, List.of(identity));

        // Then
        assertThat(plain.available()).isZero();
        assertThat(file.available()).isEqualTo(26);
    }

    @Provide
    Arbitrary<Header> headers() {
        Arbitrary<String> argument =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(70);
        Arbitrary<byte[]> body = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<Stanza> stanza = Combinators.combine(
                        argument.list().ofMinSize(1).ofMaxSize(4), body)
                .as(Stanza::new);
        return Combinators.combine(
                        stanza.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.bytes().array(byte[].class).ofSize(16))
                .as((stanzas, fileKey) -> Header.seal(stanzas, new FileKey(new Secret(fileKey))));
    }

    @Provide
    Arbitrary<Edit> edits() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of("", "\n", "\r", " ", "=", "-", ">", "A", "B", "/", "\r\n", "-> x\n\n", "---"))
                .as(Edit::new);
    }

    /** Replaces a few bytes somewhere. */
    record Edit(double where, int removed, String inserted) {

        byte[] apply(byte[] header) {
            String text = new String(header, StandardCharsets.ISO_8859_1);
            int from = (int) (where * text.length());
            int to = Math.min(text.length(), from + removed);
            return (text.substring(0, from) + inserted + text.substring(to)).getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}

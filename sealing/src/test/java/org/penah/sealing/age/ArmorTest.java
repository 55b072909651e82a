package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmorTest {

    private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----\n";
    private static final String END = "-----END AGE ENCRYPTED FILE-----\n";

    @Property
    void readsBackWhateverItWrites(
            @ForAll @IntRange(max = 300) int size, @ForAll @IntRange(min = 1, max = 100) int piece) throws IOException {
        // Given
        byte[] file = Sealed.plain(size);

        // When
        String text = armor(file, piece);

        // Then
        assertThat(text.lines()).allMatch(line -> line.length() <= 64);
        assertThat(decode(text)).isEqualTo(file);
        assertThat(decode(text.replace("\n", "\r\n"))).isEqualTo(file);
    }

    @Test
    void readsByteByByteAndAtAnOffset() throws IOException {
        // Given
        InputStream decoder = stream(armor(Sealed.plain(100), 100));
        byte[] file = new byte[100];
        file[0] = (byte) decoder.read();

        // When
        int first = decoder.read(file, 1, 50);

        // Then
        assertThat(first).isEqualTo(47);
        assertThat(decoder.readNBytes(file, 48, 52)).isEqualTo(52);
        assertThat(file).isEqualTo(Sealed.plain(100));
        assertThat(decoder.read(file, 0, 0)).isZero();
        assertThat(decoder.read()).isEqualTo(-1);
        assertThat(decoder.read(file)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                BEGIN,
                BEGIN + "AAAA\n",
                BEGIN + "AAAA\n\n" + END,
                BEGIN + "\n" + END,
                BEGIN + "AAA\n" + END,
                BEGIN + "AAB=\n" + END,
                BEGIN + "AA=\n" + END,
                BEGIN + "AAAA\nAAAA\n" + END,
                BEGIN + "AAAA \n" + END,
                BEGIN + "AAAA\r\r\n" + END,
                " " + BEGIN + END,
                "x\n" + BEGIN + END,
                BEGIN + END + "x",
                BEGIN + " " + END,
                "-----BEGIN AGE ENCRYPTED FILE----\n" + END,
            })
    void refusesEveryOtherSpelling(String text) {
        // When
        Throwable refused = catchThrowable(() -> decode(text));

        // Then
        assertThat(refused)
                .isInstanceOfSatisfying(
                        AgeException.class, e -> assertThat(e.reason()).isEqualTo(AgeException.Reason.MALFORMED_ARMOR));
    }

    @Test
    void refusesLinesThatAreTooLong() {
        // Given
        String text = BEGIN + "A".repeat(68) + "\n" + END;

        // When
        var refusal = assertThatIOException().isThrownBy(() -> decode(text));

        // Then
        refusal.withMessage("the armor has a line that is not canonical base64 of at most 64 characters");
        assertThatIOException()
                .isThrownBy(() -> decode("A".repeat(5000)))
                .withMessage("the armor has a line that is too long");
    }

    @Test
    void toleratesABoundedAmountOfWhiteSpaceAround() throws IOException {
        // Given
        String most = " \t \n".repeat(255) + "   \n" + BEGIN + END + "\n".repeat(1023);

        // When
        byte[] file = decode(most);

        // Then
        assertThat(file).isEmpty();
        assertThatIOException()
                .isThrownBy(() -> decode("\n" + most))
                .withMessage("there is too much white space before the armor");
        assertThatIOException()
                .isThrownBy(() -> decode(most + "\n"))
                .withMessage("there is too much white space behind the armor");
    }

    @Test
    void refusesAgainOnEveryReadAfterARefusal() {
        // Given
        InputStream decoder = stream(BEGIN + "AAAA\nAAAA\n" + END);
        Throwable first = catchThrowable(decoder::readAllBytes);

        // When
        Throwable second = catchThrowable(decoder::read);

        // Then
        assertThat(first).isInstanceOf(AgeException.class);
        assertThat(second).isSameAs(first);
    }

    @Test
    void anUnfinishedArmorIsRefused() throws IOException {
        // Given
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ArmorEncoder encoder = new ArmorEncoder(text);
        encoder.write(new byte[49]);
        encoder.flush();

        // When
        encoder.close();

        // Then
        assertThatIOException()
                .isThrownBy(() -> decode(text.toString(StandardCharsets.US_ASCII)))
                .withMessage("the armor is cut off");
        assertThatIOException().isThrownBy(() -> encoder.write(1)).withMessage("the stream is closed");
        assertThatIOException().isThrownBy(encoder::finish).withMessage("the stream is closed");
    }

    @Test
    void isRemovedWhereItIsAndLeftWhereItIsNot() throws IOException {
        // Given
        byte[] binary = Sealed.plain(100);

        // When
        InputStream removed = Armor.removeIfPresent(bytes(armor(binary, 100)));

        // Then
        assertThat(removed.readAllBytes()).isEqualTo(binary);
        assertThat(Armor.removeIfPresent(new ByteArrayInputStream(binary)).readAllBytes())
                .isEqualTo(binary);
        assertThat(Armor.removeIfPresent(bytes("short")).readAllBytes()).hasSize(5);
    }

    @Test
    void closesTheTextWithTheFile() throws IOException {
        // Given
        boolean[] closed = new boolean[1];
        InputStream text = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        // When
        new ArmorDecoder(text).close();

        // Then
        assertThat(closed).containsExactly(true);
    }

    private static String armor(byte[] file, int piece) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmorEncoder encoder = new ArmorEncoder(text)) {
            for (int at = 0; at < file.length; at += piece) {
                encoder.write(file, at, Math.min(piece, file.length - at));
            }
            encoder.finish();
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] decode(String text) throws IOException {
        return stream(text).readAllBytes();
    }

    private static InputStream stream(String text) {
        return new ArmorDecoder(bytes(text));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

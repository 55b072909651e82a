package org.penah.intake.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.multipart.MultipartReader.Event;

class MultipartReaderTest {

    private static final String TYPE = "multipart/form-data; boundary=b";

    /** Full of what almost is a delimiter. */
    private static final String TREACHEROUS = "\r\n--\r\n-b\r\r\n--c\r\n--\r\n";

    private static final String BODY = "--b\r\nContent-Disposition: form-data; name=\"topic\"\r\n\r\n\r\n"
            + "--b\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a%22b.txt\"\r\n"
            + "Content-Type: text/plain\r\nX-Other: is ignored\r\n\r\n" + TREACHEROUS
            + "\r\n--b--\r\n";

    private record Part(PartHeader header, String content) {}

    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final MultipartReader reader = new MultipartReader(TYPE);

    private void read(byte[] piece) {
        reader.feed(piece);
        for (Event event = reader.next(); event != Event.PIECE_READ; event = reader.next()) {
            switch (event) {
                case PART_BEGINS -> content.reset();
                case PART_DATA -> content.write(reader.data(), reader.offset(), reader.length());
                case PART_ENDS -> parts.add(new Part(reader.header(), content.toString(StandardCharsets.ISO_8859_1)));
                case PIECE_READ -> {}
            }
        }
    }

    static IntStream everyCut() {
        return IntStream.rangeClosed(0, BODY.length());
    }

    @ParameterizedTest
    @MethodSource("everyCut")
    void parts_are_the_same_wherever_the_body_is_cut(int cut) {
        // When
        read(bytes(BODY.substring(0, cut)));
        read(bytes(BODY.substring(cut)));
        reader.end();

        // Then
        assertThat(parts)
                .containsExactly(
                        new Part(new PartHeader("topic", null, ""), ""),
                        new Part(new PartHeader("files", "a\"b.txt", "text/plain"), TREACHEROUS));
    }

    @Test
    void parts_are_the_same_byte_by_byte() {
        // When
        for (byte one : bytes(BODY)) {
            read(new byte[] {one});
        }
        reader.end();

        // Then
        assertThat(parts).extracting(Part::content).containsExactly("", TREACHEROUS);
    }

    static Stream<Random> seeds() {
        return IntStream.range(0, 100).mapToObj(Random::new);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_bytes_come_through_in_any_pieces(Random random) {
        // Given
        String alphabet = "\r\n-bx";
        String content = random.ints(random.nextInt(400), 0, alphabet.length())
                .mapToObj(at -> alphabet.substring(at, at + 1))
                .reduce("", String::concat)
                .replace("\r\n--b", "");
        byte[] body = bytes("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + content + "\r\n--b--");

        // When
        for (int at = 0; at < body.length; ) {
            int to = Math.min(body.length, at + 1 + random.nextInt(40));
            read(Arrays.copyOfRange(body, at, to));
            at = to;
        }
        reader.end();

        // Then
        assertThat(parts).extracting(Part::content).containsExactly(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 20, 60, 100, 200})
    void a_body_that_ends_early_is_refused(int length) {
        // Given
        read(bytes(BODY.substring(0, length)));

        // When
        var end = assertThatThrownBy(reader::end);

        // Then
        end.isInstanceOf(MalformedFormException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preamble\r\n--b\r\n",
                "--b \r\n",
                "--bb\r\n",
                "--b\r\n\r\n\r\n",
                "--b\r\nno header\r\n\r\n",
                "--b\r\nContent-Type: text/plain\r\n\r\n",
                "--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\n",
                "--b\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"; filename*=UTF-8''y\r\n\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            })
    void what_browsers_never_send_is_refused(String body) {
        // When
        var accept = assertThatThrownBy(() -> read(bytes(body)));

        // Then
        accept.isInstanceOf(MalformedFormException.class).hasMessageNotContaining("filename*");
    }

    @Test
    void a_header_without_end_is_refused_before_it_fills_the_memory() {
        // Given
        String endless = "--b\r\nContent-Disposition: form-data; name=\"" + "x".repeat(5000);

        // When
        var accept = assertThatThrownBy(() -> read(bytes(endless)));

        // Then
        accept.hasMessage("a part's header is too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/mixed; boundary=b",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=b\r\nx"
            })
    void other_types_of_body_are_refused(String type) {
        // When
        var create = assertThatThrownBy(() -> new MultipartReader(type));

        // Then
        create.isInstanceOf(MalformedFormException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

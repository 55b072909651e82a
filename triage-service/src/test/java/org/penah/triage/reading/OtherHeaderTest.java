package org.penah.triage.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherHeaderTest {

    private static final String OWN =
            "age-encryption.org/v1\n-> X25519 a\nb\n-> x-grease c\n\n--- " + "m".repeat(43) + "\n";
    private static final byte[] OTHER = "another header\n".getBytes(StandardCharsets.US_ASCII);

    /** The payload may have in it what looks like the end of a header. */
    private static final String PAYLOAD = "payload\n--- x\n\n--- y\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void the_payload_follows_the_other_header_however_the_file_comes_in_pieces(int size) {
        // Given
        Multi<Buffer> sealed = pieces(OWN + PAYLOAD, size);

        // When
        String got = text(OtherHeader.in(sealed, OTHER));

        // Then
        assertThat(got).isEqualTo("another header\n" + PAYLOAD);
    }

    @Test
    void a_file_without_the_end_of_a_header_is_not_read_into_memory() {
        // Given
        Multi<Buffer> sealed = pieces("a".repeat(600 * 1024), 64 * 1024);

        // When, then
        assertThatThrownBy(() -> text(OtherHeader.in(sealed, OTHER))).isInstanceOf(IllegalStateException.class);
    }

    private static Multi<Buffer> pieces(String file, int size) {
        return Multi.createFrom()
                .items(IntStream.iterate(0, at -> at < file.length(), at -> at + size)
                        .mapToObj(at -> Buffer.buffer(file.substring(at, Math.min(file.length(), at + size)))));
    }

    private static String text(Multi<Buffer> file) {
        Buffer all = Buffer.buffer();
        file.collect().asList().await().indefinitely().forEach(all::appendBuffer);
        return all.toString();
    }
}

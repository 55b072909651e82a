package org.penah.stack.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanarySearchTest {

    private static final Canary CANARY = Canary.random();
    private static final String SENTENCE = "They know about " + CANARY.word() + " already.";

    static Stream<Arguments> disguises() {
        return Stream.of(
                Arguments.of("UTF-8", SENTENCE.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("UTF-16LE", SENTENCE.getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-16BE", SENTENCE.getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of(
                        "hexadecimal", HexFormat.of().formatHex(bytes(SENTENCE)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("base64 at offset 0", base64("xxx" + SENTENCE.substring(16))),
                Arguments.of("base64 at offset 1", base64("x" + SENTENCE.substring(16))),
                Arguments.of("base64 at offset 2", base64("xx" + SENTENCE.substring(16))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disguises")
    void findsTheWordInEachForm(String form, byte[] content) throws IOException {
        // Given
        CanarySearch search = new CanarySearch(CANARY);

        // When
        search.stream("here", new ByteArrayInputStream(content));

        // Then
        assertThat(search.findings()).contains("here (" + form + ")");
    }

    @ParameterizedTest(name = "{0} bytes before it")
    @ValueSource(ints = {(1 << 20) - 25, (1 << 20) - 12, (1 << 20) - 1, 1 << 20})
    void findsTheWordAcrossTwoReads(int before) throws IOException {
        // Given
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(new byte[before]);
        content.write(bytes(CANARY.word()));
        CanarySearch search = new CanarySearch(CANARY);

        // When
        search.stream("here", new ByteArrayInputStream(content.toByteArray()));

        // Then
        assertThat(search.findings()).containsExactly("here (UTF-8)");
    }

    @Test
    void findsTheWordInTheNameOfAFile(@TempDir Path folder) throws IOException {
        // Given
        Files.writeString(folder.resolve(CANARY.word() + ".jpg"), "a picture");
        CanarySearch search = new CanarySearch(CANARY);

        // When
        search.files(folder);

        // Then
        assertThat(search.findings()).singleElement().asString().startsWith("the name of");
    }

    @Test
    void findsNothingWhereNothingIs(@TempDir Path folder) throws IOException {
        // Given
        Files.writeString(
                folder.resolve("log"), "They know about " + Canary.random().word());
        CanarySearch search = new CanarySearch(CANARY);

        // When
        search.files(folder);

        // Then
        assertThat(search.findings()).isEmpty();
    }

    private static byte[] base64(String text) {
        return Base64.getEncoder().encode(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

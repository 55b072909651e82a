package org.penah.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ProgramsTest {

    private static final Path LIST = Path.of("../.ci/programs");

    @Test
    void what_a_test_may_ask_for_is_what_ci_installs_and_hides() throws IOException {
        // When
        Set<String> hidden = lines().filter(words -> !words.get(2).equals("build"))
                .map(words -> words.get(0))
                .collect(Collectors.toSet());

        // Then
        assertThat(Programs.OPTIONAL).isEqualTo(hidden);
    }

    @Test
    void a_test_without_what_it_needs_is_skipped_and_says_so() {
        // Given
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));

        // When
        try {
            assertThatThrownBy(() -> Programs.orSkip(Optional.empty(), "Chromium"))
                    .isInstanceOf(TestAbortedException.class);
        } finally {
            System.setOut(console);
        }

        // Then
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("SKIPPED: no Chromium is installed; see .ci/programs");
    }

    private static Stream<List<String>> lines() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.strip().split("\\s+", -1)));
    }
}

package org.penah.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    private static Stream<List<String>> lines() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.strip().split("\\s+", -1)));
    }
}

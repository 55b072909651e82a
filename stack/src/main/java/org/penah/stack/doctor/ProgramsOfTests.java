package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.penah.stack.process.OtherPrograms;

/** Lists the programs that only tests start, from {@code .ci/programs}. */
final class ProgramsOfTests {

    /** When .ci/run installs those that tests use. */
    private static final Set<String> OF_TESTS = Set.of("needed", "wanted");

    private final Path list;
    private final OtherPrograms programs;

    ProgramsOfTests(Path list, OtherPrograms programs) {
        this.list = list;
        this.programs = programs;
    }

    List<Finding> findings() throws IOException {
        // A release has no tests.
        if (!Files.exists(list)) {
            return List.of();
        }
        List<String> missing = Files.readAllLines(list).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> OF_TESTS.contains(words[2]))
                .filter(words ->
                        names(words).noneMatch(name -> programs.find(name).isPresent()))
                .map(words -> words[0])
                .toList();
        return List.of(
                missing.isEmpty()
                        ? Finding.ok("tests", "all programs of the tests are installed")
                        : Finding.warn(
                                "tests",
                                "missing: " + String.join(" ", missing),
                                "Tests that need them are skipped and say so; .ci/run installs them."));
    }

    /** The command, and what others call it. */
    private static Stream<String> names(String[] words) {
        return Stream.concat(Stream.of(words[0]), Arrays.stream(words).skip(3));
    }
}

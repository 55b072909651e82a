package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The page of the commands has each of them, and quotes what they really say. */
class ServerPageTest {

    private static final Path PAGE = Path.of("../docs/server.md");
    private static final Pattern SECTION =
            Pattern.compile("^## `penah (server [a-z ]+)`\n(.*?)(?=^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| (.*?) \\| ", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** A text that is written in several parts. */
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

    private static final List<Path> SPEAKERS = List.of(
            Path.of("src/main/java/org/penah/stack"),
            Path.of("../sealing/src/main/java"),
            Path.of("../ceremony/src/main/java"));

    /** Each row's quotes, with the command that it is about. */
    static Stream<String> quotes() throws IOException {
        return sections().stream()
                .flatMap(section -> ROW.matcher(section.group(2))
                        .results()
                        .flatMap(row -> QUOTED.matcher(row.group(1)).results())
                        .map(quote -> quote.group(1)))
                .distinct();
    }

    private static List<MatchResult> sections() throws IOException {
        return SECTION.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void each_command_has_a_section_with_what_can_go_wrong() throws IOException {
        // When
        List<String> commands = new ArrayList<>();
        leaves("server", server(), commands);

        // Then
        assertThat(sections()).extracting(section -> section.group(1)).containsExactlyInAnyOrderElementsOf(commands);
        assertThat(sections())
                .allSatisfy(section -> assertThat(section.group(2)).contains("| it says | do this |"));
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void a_command_says_what_the_page_quotes(String quote) throws IOException {
        String said = said();
        assertThat(quote.split("…"))
                .filteredOn(part -> !part.isBlank())
                .allSatisfy(part -> assertThat(said).contains(part.strip()));
    }

    private static CommandLine server() {
        return Penah.commandLine().getSubcommands().get("server");
    }

    private static void leaves(String name, CommandLine command, List<String> leaves) {
        Map<String, CommandLine> below = command.getSubcommands();
        if (below.isEmpty()) {
            leaves.add(name);
        }
        below.forEach((each, line) -> leaves(name + " " + each, line, leaves));
    }

    private static String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (Path folder : SPEAKERS) {
            try (Stream<Path> sources = Files.walk(folder)) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    said.append(JOINED.matcher(Files.readString(source)).replaceAll(""));
                }
            }
        }
        return said.toString();
    }
}

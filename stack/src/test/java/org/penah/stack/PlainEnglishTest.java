package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Some habits make English read as translated. They must not occur in pages (Markdown), in English messages, in the texts
 * and comments of the two scripts and the console, and in comments of Java and SQL.
 */
class PlainEnglishTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final List<String> MODULES = List.of(
            "canary",
            "ceremony",
            "intake-service",
            "notify-service",
            "outbox",
            "partner-kit",
            "sealing",
            "stack",
            "testbed",
            "triage-service");
    private static final List<String> PAGES = List.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs", "k8s");
    private static final List<String> SCRIPTS = List.of(
            "intake-service/src/main/webui/src",
            "triage-service/src/main/webui/src",
            "triage-service/src/main/webui/walk",
            "triage-service/src/main/webui/fixture");

    /** Stands in a picture of the README. */
    private static final String PICTURED = "A file can be made to harm whoever opens it.";

    /** A phrase may break at the end of a line, before the marks of the next comment line. */
    private static final Pattern HABIT = Pattern.compile(
            Stream.of("whoever", "anew", "of its own", "in some minutes", "none of ours", "no good")
                    .map(words -> words.replace(" ", "[\\s*/#]+"))
                    .collect(Collectors.joining("|", "\\b(", ")\\b")),
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT = Pattern.compile("^\\s*(/\\*\\*|\\*|//).*| // .*");

    @Test
    void pages_messages_the_console_and_comments_say_it_plainly() {
        List<String> found = Stream.of(
                        files(PAGES, ".md").flatMap(page -> habits(page, read(page))),
                        files(MODULES.stream().map(module -> module + "/src/main/resources"), "_en.properties")
                                .flatMap(messages -> habits(messages, read(messages))),
                        Stream.of(".ts", ".svelte", "en.json")
                                .flatMap(end -> files(SCRIPTS, end))
                                .flatMap(script -> habits(script, read(script).replace(PICTURED, ""))),
                        files(MODULES.stream().map(module -> module + "/src/main/resources"), ".sql")
                                .flatMap(migration -> habits(migration, read(migration))),
                        files(MODULES.stream().map(module -> module + "/src"), ".java")
                                .filter(source -> !source.endsWith("PlainEnglishTest.java"))
                                .flatMap(source -> habits(source, comments(read(source)))))
                .flatMap(habits -> habits)
                .toList();

        assertThat(found).isEmpty();
    }

    private static Stream<String> habits(Path file, String text) {
        return HABIT.matcher(text)
                .results()
                .map(habit -> "%s:%d: %s"
                        .formatted(
                                REPOSITORY.relativize(file),
                                1
                                        + text.substring(0, habit.start())
                                                .chars()
                                                .filter(character -> character == '\n')
                                                .count(),
                                habit.group()));
    }

    /** The text with everything but comments taken out; lines keep their numbers. */
    private static String comments(String java) {
        return java.lines()
                .map(line -> COMMENT.matcher(line)
                        .results()
                        .map(comment -> comment.group())
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Path> files(List<String> roots, String ending) {
        return files(roots.stream(), ending);
    }

    private static Stream<Path> files(Stream<String> roots, String ending) {
        return roots.map(REPOSITORY::resolve)
                .filter(Files::exists)
                .flatMap(PlainEnglishTest::walk)
                .filter(file -> file.toString().endsWith(ending));
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

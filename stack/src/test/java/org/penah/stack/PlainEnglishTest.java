package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Some habits make English read as translated. They must not occur in pages (Markdown), in contracts and manifests, in English
 * messages, in the texts and comments of the two scripts and the console, in SQL, and in comments, texts and names of Java.
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
    private static final List<String> LIBRARIES = List.of("sealing", "ceremony", "outbox", "partner-kit");
    private static final List<String> PAGES = List.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs", "k8s");
    private static final List<String> SCRIPTS = List.of(
            "intake-service/src/main/webui/src",
            "triage-service/src/main/webui/src",
            "triage-service/src/main/webui/walk",
            "triage-service/src/main/webui/fixture");

    /** A phrase may break at the end of a line, before the marks of the next comment line; in a name it has underscores. */
    private static final Pattern HABIT = Pattern.compile(
            Stream.of("whoever", "anew", "of its own", "in some minutes", "none of ours", "no good")
                    .map(words -> words.replace(" ", "[\\s*/#_]+"))
                    .collect(Collectors.joining("|", "(?<![A-Za-z])(", ")(?![A-Za-z])")),
            Pattern.CASE_INSENSITIVE);

    /** What a type does, in the third person: a first word that is a plural noun looks the same. */
    private static final String VERBS = """
            Accepts Admits Answers Applies Asks Begins Bounds Brings Calls Carries Changes Checks Closes Collects
            Computes Configures Connects Counts Cuts Decides Deletes Derives Describes Destroys Does
            Ends Fetches Finds Gets Gives Handles Hands Hears Holds Invites Issues Keeps Knows Lets Lists Locks
            Looks Makes Marks Moves Names Notices Opens Orders Passes Posts Prepares Prints Provides Puts Reads
            Receives Recognises Records Reduces Remembers Renders Reports Rounds Runs Says Seals Sees
            Sends Serves Sets Shares Shows Signs Splits Stands Starts Takes Tells Unpacks Uses Verifies Works
            Writes
            """;

    /** A verb, or a noun that a clause explains. */
    private static final Pattern SENTENCE = Pattern.compile(
            "(" + VERBS.strip().replaceAll("\\s+", "|") + ")\\b.*\\.|"
                    + "(A|An|The|One) .*\\b(is|are|was|were|has|have|can|cannot|may|must|that|which|who|whose|whom|where)\\b.*\\.");

    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |abstract |final |sealed |non-sealed )*(?:class|record|enum|@?interface) ", Pattern.MULTILINE);

    private static final Pattern PUBLIC_TYPE = Pattern.compile("^public ", Pattern.MULTILINE);

    /** Its annotations and its name; neither a constructor nor a record. */
    private static final Pattern PUBLIC_METHOD =
            Pattern.compile("\\n((?: +@.*\\n)*) +public (?!record)[^(=;\\n]+ (\\w+)\\(");

    /** What follows the first sentence: the next one, a paragraph, a tag or an example. */
    private static final Pattern REST = Pattern.compile("(?<=\\.) .*| (<p>|<pre>|@[a-z]).*");

    @Test
    void the_javadoc_of_a_type_begins_with_a_sentence() {
        // When
        Map<String, String> first = new TreeMap<>();
        files(MODULES.stream().map(module -> module + "/src/main/java"), ".java")
                .forEach(source -> {
                    String text = read(source);
                    Matcher type = TYPE.matcher(text);
                    if (type.find()
                            && (type.group().startsWith("public") || text.lastIndexOf("/**", type.start()) > 0)) {
                        first.put(
                                REPOSITORY.relativize(source).toString(),
                                firstSentence(text.substring(0, type.start())));
                    }
                });

        // Then
        assertThat(first).hasSizeGreaterThan(700);
        assertThat(first.entrySet())
                .filteredOn(type -> !SENTENCE.matcher(type.getValue()).matches())
                .isEmpty();
    }

    @Test
    void a_public_method_that_others_build_on_says_what_it_does() {
        // When
        List<String> silent = files(LIBRARIES.stream().map(module -> module + "/src/main/java"), ".java")
                .filter(source -> PUBLIC_TYPE.matcher(read(source)).find())
                .flatMap(source -> withoutJavadoc(source, read(source)))
                .toList();

        // Then
        assertThat(silent).isEmpty();
    }

    private static Stream<String> withoutJavadoc(Path source, String text) {
        return PUBLIC_METHOD
                .matcher(text)
                .results()
                .filter(method -> !method.group(1).contains("@Override"))
                .filter(method -> !method.group(2).equals("main"))
                .filter(method -> !text.substring(0, method.start()).endsWith("*/"))
                .map(method -> source.getFileName() + ": " + method.group(2));
    }

    private static String firstSentence(String beforeType) {
        int begin = beforeType.lastIndexOf("/**");
        if (begin < 0) {
            return "";
        }
        String javadoc = beforeType
                .substring(begin + 3, beforeType.indexOf("*/", begin))
                .replaceAll("\\s*\n \\*", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return REST.matcher(javadoc).replaceFirst("");
    }

    @Test
    void pages_messages_the_console_and_comments_say_it_plainly() {
        List<String> found = Stream.of(
                        files(PAGES, ".md").flatMap(page -> habits(page, read(page))),
                        Stream.concat(
                                        files(List.of("docs/contracts"), ".json"),
                                        files(List.of("k8s", "stack"), ".yaml"))
                                .flatMap(file -> habits(file, read(file))),
                        files(MODULES.stream().map(module -> module + "/src/main/resources"), "_en.properties")
                                .flatMap(messages -> habits(messages, read(messages))),
                        Stream.of(".ts", ".svelte", "en.json")
                                .flatMap(end -> files(SCRIPTS, end))
                                .flatMap(script -> habits(script, read(script))),
                        files(MODULES.stream().map(module -> module + "/src/main/resources"), ".sql")
                                .flatMap(migration -> habits(migration, read(migration))),
                        files(MODULES.stream().map(module -> module + "/src"), ".java")
                                .filter(source -> !source.endsWith("PlainEnglishTest.java"))
                                .flatMap(source -> habits(source, read(source))))
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
                    .filter(file -> !file.toString().matches(".*/(node_modules|target)/.*"))
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

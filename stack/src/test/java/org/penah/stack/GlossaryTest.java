package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of types are the nouns of docs/glossary.md, and each stands once in a module. */
class GlossaryTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern NOUN = Pattern.compile("^\\| ([a-z -]+) \\|", Pattern.MULTILINE);
    private static final Pattern PUBLIC = Pattern.compile("^public ", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");
    private static final Pattern PARTICIPLE = Pattern.compile(".*[a-z]ed|withdrawn");

    @Test
    void the_head_of_every_public_type_is_a_noun_of_the_glossary_or_technical() throws IOException {
        // Given
        String glossary = Files.readString(REPOSITORY.resolve("docs/glossary.md"));
        Set<String> nouns = firstCells(section(glossary, "# Glossary")).stream()
                .map(noun -> noun.replace("-", " "))
                .collect(Collectors.toSet());
        String technical = glossary.substring(
                glossary.lastIndexOf(':', glossary.lastIndexOf("An event is")), glossary.lastIndexOf("An event is"));
        Set<String> known = Stream.concat(nouns.stream(), Arrays.stream(technical.split("[^a-z]+")))
                .map(GlossaryTest::singular)
                .collect(Collectors.toSet());

        // When
        Set<String> unknown = types().filter(type -> PUBLIC.matcher(read(type)).find())
                .map(GlossaryTest::nameOf)
                .filter(name -> heads(name).stream().noneMatch(known::contains))
                .filter(name -> !PARTICIPLE.matcher(singular(last(words(name)))).matches())
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(nouns).hasSizeGreaterThan(60);
        assertThat(unknown).isEmpty();
    }

    @Test
    void no_simple_name_stands_twice_in_a_module() {
        Map<String, Long> times = types().collect(Collectors.groupingBy(
                type -> REPOSITORY.relativize(type).getName(0) + " " + nameOf(type),
                TreeMap::new,
                Collectors.counting()));

        assertThat(times)
                .hasSizeGreaterThan(600)
                .allSatisfy((name, count) -> assertThat(count).as(name).isOne());
    }

    @Test
    void a_noun_is_defined_once_and_no_further_noun_means_two_things() {
        // Given
        String glossary = read(REPOSITORY.resolve("docs/glossary.md"));

        // When
        List<String> defined = firstCells(section(glossary, "# Glossary"));
        List<String> ambiguous = firstCells(section(glossary, "## Nouns that still mean two things"));

        // Then
        assertThat(defined).doesNotHaveDuplicates().containsAll(ambiguous);
        assertThat(List.of("edge", "queue")).containsAll(ambiguous);
    }

    @Test
    void no_name_guide_or_manifest_has_a_word_that_we_no_longer_use() {
        // Given
        List<String> old =
                firstCells(section(read(REPOSITORY.resolve("docs/glossary.md")), "## Words that we no longer use"));
        Pattern word = Pattern.compile("(?i)\\b(" + String.join("|", old) + ")s?\\b");

        // When
        Stream<String> types = types().filter(type ->
                        words(nameOf(type)).stream().map(GlossaryTest::singular).anyMatch(old::contains))
                .map(GlossaryTest::nameOf);
        Stream<String> texts = Stream.of("docs", "k8s", "stack/compose.yaml", "README.md")
                .flatMap(place -> walk(REPOSITORY.resolve(place)))
                .filter(file -> file.toString().matches(".*(\\.(md|yaml|properties|sh)|torrc|listener)"))
                .filter(file -> !file.endsWith("glossary.md"))
                .filter(file -> word.matcher(read(file)).find()
                        || word.matcher(file.getFileName().toString()).find())
                .map(Path::toString);

        // Then
        assertThat(old).contains("door");
        assertThat(Stream.concat(types, texts)).isEmpty();
    }

    private static String section(String page, String title) {
        int start = page.indexOf(title + "\n");
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static List<String> firstCells(String section) {
        return NOUN.matcher(section)
                .results()
                .map(found -> found.group(1))
                .skip(1)
                .toList();
    }

    private static Stream<Path> types() {
        return children(REPOSITORY)
                .map(module -> module.resolve("src/main/java"))
                .filter(Files::isDirectory)
                .flatMap(GlossaryTest::walk)
                .filter(file ->
                        file.toString().endsWith(".java") && !nameOf(file).contains("-"));
    }

    private static String nameOf(Path type) {
        return type.getFileName().toString().replace(".java", "");
    }

    /** As many of a name's last words as there are: of QueueEpoch that is "queue epoch" and "epoch". */
    private static Set<String> heads(String name) {
        List<String> words = words(name);
        return Stream.iterate(0, from -> from < words.size(), from -> from + 1)
                .map(from -> singular(String.join(" ", words.subList(from, words.size()))))
                .collect(Collectors.toSet());
    }

    private static List<String> words(String name) {
        return WORD.matcher(name)
                .results()
                .map(MatchResult::group)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    private static String singular(String noun) {
        return noun.replaceFirst("ies$", "y").replaceFirst("xes$", "x").replaceFirst("(?<=[^s])s$", "");
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
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

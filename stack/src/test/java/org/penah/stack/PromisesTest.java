package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each sentence that a source reads stands once in docs/promises.md, and what is named there as its proof exists. */
class PromisesTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path INTAKE = REPOSITORY.resolve("intake-service/src/main");
    private static final String FACTS = "## Facts\n";
    private static final String OPEN = "## Not proven yet: ";
    private static final String NO_FACTS = "## No facts\n";
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("`([a-z]+:[a-z_]*(?:[A-Z_]+|\\*)?)`");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w+)\\.(\\w+)");
    private static final Pattern SETTING = Pattern.compile("(penah\\.[a-z.]+)\\.([a-z-]+)");

    private final String ledger = Files.readString(REPOSITORY.resolve("docs/promises.md"));
    private final Map<String, String> sentences = sentences();

    PromisesTest() throws IOException {}

    @Test
    void every_sentence_stands_in_it_once_and_no_other() {
        // When
        List<String> listed = Stream.of(section(FACTS), section(OPEN), section(NO_FACTS))
                .flatMap(this::keys)
                .toList();

        // Then
        assertThat(listed).doesNotHaveDuplicates().hasSizeGreaterThan(300);
        assertThat(without(sentences.keySet(), listed))
                .as("sentences without a line")
                .isEmpty();
        assertThat(without(listed, sentences.keySet()))
                .as("lines without a sentence")
                .isEmpty();
    }

    @Test
    void every_fact_has_a_proof_that_exists() throws IOException {
        // Given
        TestSources tests = new TestSources();

        // When
        List<String> unproven = rows(section(FACTS))
                .filter(row -> proofs(row).isEmpty()
                        || !proofs(row).stream().allMatch(proof -> exists(proof, tests, keys(row.group(1)))))
                .map(MatchResult::group)
                .toList();

        // Then
        assertThat(rows(section(FACTS))).hasSizeGreaterThan(50);
        assertThat(unproven).isEmpty();
    }

    /** The number is in its heading, so that a diff shows when it grows. */
    @Test
    void what_nothing_proves_yet_is_counted_and_has_its_reason() {
        // When
        String open = section(OPEN);
        long count = keys(open).count();

        // Then
        assertThat(open.lines().findFirst()).contains(OPEN + count);
        assertThat(rows(open).map(row -> row.group(2))).allMatch(reason -> reason.endsWith("."));
    }

    /** A test, or a setting that comes into the sentences of the row. */
    private boolean exists(String proof, TestSources tests, Stream<String> keys) {
        var test = TEST.matcher(proof);
        var setting = SETTING.matcher(proof);
        return test.matches()
                ? tests.have(test.group(1), test.group(2))
                : setting.matches()
                        && isSetting(setting.group(1), setting.group(2))
                        && keys.allMatch(key -> sentences.getOrDefault(key, "").contains("{0}"));
    }

    private static boolean isSetting(String prefix, String name) {
        String method = Pattern.compile("-([a-z])")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        try (Stream<Path> files = Files.walk(INTAKE.resolve("java"))) {
            return files.filter(file -> file.toString().endsWith("Config.java"))
                    .map(PromisesTest::read)
                    .anyMatch(source -> source.contains("@ConfigMapping(prefix = \"" + prefix + "\")")
                            && source.contains(" " + method + "();"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From its title to the next one's. */
    private String section(String title) {
        int start = ledger.indexOf(title);
        int end = ledger.indexOf("\n## ", start);
        return ledger.substring(start, end < 0 ? ledger.length() : end);
    }

    private static Stream<MatchResult> rows(String section) {
        return ROW.matcher(section).results();
    }

    private static List<String> proofs(MatchResult row) {
        return NAMED.matcher(row.group(2))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> without(Collection<String> all, Collection<String> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    /** Where it ends in a star, one for each constant of an enum. */
    private Stream<String> keys(String text) {
        return KEY.matcher(text)
                .results()
                .map(found -> found.group(1))
                .flatMap(key -> key.endsWith("*")
                        ? sentences.keySet().stream().filter(each -> each.matches(key.replace("*", "[A-Z_]+")))
                        : Stream.of(key));
    }

    /** In English, each under its name in the templates. */
    private static Map<String, String> sentences() throws IOException {
        Map<String, String> sentences = new TreeMap<>();
        try (Stream<Path> files = Files.list(INTAKE.resolve("resources/messages"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("_en.properties"))
                    .toList()) {
                String bundle = file.getFileName().toString().replace("_en.properties", "");
                Properties texts = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    texts.load(reader);
                }
                texts.forEach((key, text) -> sentences.put(bundle + ":" + key, text.toString()));
            }
        }
        return sentences;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

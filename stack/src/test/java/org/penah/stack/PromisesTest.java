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
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each sentence that a source, a partner, staff or a reader of README.md reads stands once in docs/promises.md, and what is named there
 * as its proof exists.
 */
class PromisesTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path INTAKE = REPOSITORY.resolve("intake-service/src/main");
    private static final Path PARTNERS_WORDS =
            REPOSITORY.resolve("partner-kit/src/main/resources/org/penah/partner/page/messages");
    private static final Pattern QUOTE = Pattern.compile("[“«](.*?)[”»]");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w+)\\.(\\w+)");
    private static final Pattern CONSOLES_TEST = Pattern.compile("([a-z]+/[a-z]+\\.test\\.ts): (.+)");
    private static final Pattern CI = Pattern.compile("\\.ci/run: ([a-z-]+)");
    private static final Pattern QUOTED = Pattern.compile("^\\| ([^`|-].*?) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final String NOT_PROVEN = "Not proven: ";
    private static final String NO_FACT = "No fact.";
    private static final Pattern SETTING = Pattern.compile("(penah\\.[a-z.]+)\\.([a-z-]+)");

    private final Promises promises = new Promises();

    PromisesTest() throws IOException {}

    @Test
    void every_sentence_stands_in_it_once_and_no_other() {
        // When
        List<String> listed = Stream.of(
                        promises.section(Promises.FACTS),
                        promises.section(Promises.OPEN),
                        promises.section(Promises.NO_FACTS))
                .flatMap(promises::keys)
                .toList();

        // Then
        assertThat(listed).doesNotHaveDuplicates().hasSizeGreaterThan(1600);
        assertThat(without(promises.english().keySet(), listed))
                .as("sentences without a line")
                .isEmpty();
        assertThat(without(listed, promises.english().keySet()))
                .as("lines without a sentence")
                .isEmpty();
    }

    @Test
    void every_fact_has_a_proof_that_exists() throws IOException {
        // Given
        TestSources tests = new TestSources();

        // When
        List<String> unproven = Promises.rows(promises.section(Promises.FACTS))
                .filter(row -> !areProofs(row, tests))
                .map(MatchResult::group)
                .toList();

        // Then
        assertThat(Promises.rows(promises.section(Promises.FACTS))).hasSizeGreaterThan(50);
        assertThat(unproven).isEmpty();
    }

    @Test
    void what_has_no_template_stands_in_it_word_for_word_with_a_proof_that_exists() throws IOException {
        // Given
        String section = promises.section(Promises.WORD_FOR_WORD);
        TestSources tests = new TestSources();

        // When
        List<MatchResult> rows = QUOTED.matcher(section)
                .results()
                .filter(row -> !row.group(1).equals("sentence"))
                .toList();

        // Then
        assertThat(rows.stream().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(Promises.wordForWord());
        assertThat(rows.stream()
                        .filter(row -> !row.group(2).equals(NO_FACT))
                        .filter(row -> !isReason(row.group(2)))
                        .filter(row -> !areProofs(row, tests))
                        .map(MatchResult::group))
                .isEmpty();
        long open = rows.stream().filter(row -> isReason(row.group(2))).count();
        assertThat(section.lines().findFirst()).contains(Promises.WORD_FOR_WORD + open);
    }

    /** The number is in its heading, so that a diff shows when it grows. */
    @Test
    void what_nothing_proves_yet_is_counted_and_has_its_reason() {
        // When
        String open = promises.section(Promises.OPEN);
        long count = promises.keys(open).count();

        // Then
        assertThat(open.lines().findFirst()).contains(Promises.OPEN + count);
        assertThat(Promises.rows(open).map(row -> row.group(2))).allMatch(reason -> reason.endsWith("."));
    }

    /** “… within hours”, or “within days”: what differs of the second is its end. */
    @ParameterizedTest
    @ValueSource(strings = {"az", "en", "fa", "ru", "tr"})
    void what_partners_read_is_quoted_word_for_word_where_a_source_decides(String language) throws IOException {
        // Given
        Properties partners = new Properties();
        try (Reader reader = Files.newBufferedReader(PARTNERS_WORDS.resolve(language + ".properties"))) {
            partners.load(reader);
        }

        // When
        List<String> quoted = QUOTE.matcher(Promises.sentences(language).get("msg:consent_hint_ALERT"))
                .results()
                .map(found -> found.group(1))
                .toList();

        // Then
        String hours = partners.getProperty("hours").replaceAll("\\.$", "");
        String days = partners.getProperty("days").replaceAll("\\.$", "");
        assertThat(quoted).hasSize(2).first().isEqualTo(hours);
        assertThat(days).contains(quoted.get(1));
        assertThat(hours).doesNotContain(quoted.get(1));
    }

    private static boolean isReason(String text) {
        return text.startsWith(NOT_PROVEN) && text.endsWith(".");
    }

    private boolean areProofs(MatchResult row, TestSources tests) {
        List<String> proofs = proofs(row);
        return !proofs.isEmpty()
                && proofs.stream().allMatch(proof -> exists(proof, tests, promises.keys(row.group(1))));
    }

    /** A test, a part of CI's run, or a setting that comes into the sentences of the row. */
    private boolean exists(String proof, TestSources tests, Stream<String> keys) {
        var ci = CI.matcher(proof);
        if (ci.matches()) {
            return read(REPOSITORY.resolve(".ci/run")).contains("\npart " + ci.group(1) + " ");
        }
        var test = TEST.matcher(proof);
        var consoles = CONSOLES_TEST.matcher(proof);
        var setting = SETTING.matcher(proof);
        if (consoles.matches()) {
            return TestSources.consoleHas(consoles.group(1), consoles.group(2));
        }
        return test.matches()
                ? tests.have(test.group(1), test.group(2))
                : setting.matches()
                        && isSetting(setting.group(1), setting.group(2))
                        && keys.allMatch(
                                key -> promises.english().getOrDefault(key, "").contains("{0}"));
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

    private static List<String> proofs(MatchResult row) {
        return NAMED.matcher(row.group(2))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> without(Collection<String> all, Collection<String> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

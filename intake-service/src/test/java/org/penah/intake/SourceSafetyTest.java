package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.page.Language;

/** The advice to sources is the same on the pages, in docs/source-safety.md, and in every language. */
class SourceSafetyTest {

    private static final Path DOC = Path.of("../docs/source-safety.md");

    /** Advice that stands on the page on safety and beside the receipt. */
    private static final Set<String> ADVICE = Set.of("safer_", "leave_", "open_", "receipt_");

    /** Headings, and what makes no sense away from its page. */
    private static final Set<String> ELSEWHERE = Set.of(
            "safer_heading",
            "leave_heading",
            "open_heading",
            "receipt_heading",
            "receipt_why",
            "receipt_again",
            "receipt_known",
            "receipt_own",
            "receipt_typed",
            "receipt_digits",
            "receipt_words");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;؟؛]\\s");
    private static final int LONGEST_SENTENCE = 20;

    @ParameterizedTest
    @EnumSource
    void what_the_pages_advise_is_in_it(Language language) throws IOException {
        // Given
        List<String> advice = advice(language);

        // When
        List<String> told = items(language);

        // Then
        assertThat(advice).hasSize(19);
        assertThat(told).containsAll(advice);
    }

    @ParameterizedTest
    @EnumSource
    void it_says_as_much_in_every_language(Language language) throws IOException {
        // When
        List<String> shape = shape(language);

        // Then
        assertThat(shape).isEqualTo(shape(Language.EN)).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource
    void no_sentence_is_too_long_for_somebody_who_is_afraid(Language language) throws IOException {
        assertThat(items(language).stream().flatMap(SENTENCE_END::splitAsStream))
                .allSatisfy(sentence -> assertThat(sentence.split("\\s+")).hasSizeLessThanOrEqualTo(LONGEST_SENTENCE));
    }

    @Test
    void the_readme_leads_to_it() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains("(docs/source-safety.md)");
    }

    private static List<String> advice(Language language) throws IOException {
        List<Properties> bundles = List.of(bundle("home", language), bundle("inbox", language));
        return bundles.stream()
                .flatMap(bundle -> bundle.stringPropertyNames().stream()
                        .filter(key -> ADVICE.stream().anyMatch(key::startsWith))
                        .filter(key -> !ELSEWHERE.contains(key))
                        .map(bundle::getProperty))
                .toList();
    }

    private static Properties bundle(String name, Language language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(
                Path.of("src/main/resources/messages", name + "_" + language.tag() + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }

    /** From a language's heading to the next one's. */
    private static List<String> section(Language language) throws IOException {
        return Files.readString(DOC)
                .split("\n## " + language.ownName() + ": ", 2)[1]
                .split("\n## ", 2)[0]
                .lines()
                .toList();
    }

    private static List<String> items(Language language) throws IOException {
        return section(language).stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** What each line is, not what it says. */
    private static List<String> shape(Language language) throws IOException {
        return section(language).stream()
                .map(line -> line.split(" ", 2)[0])
                .filter(mark -> mark.equals("###") || mark.equals("-"))
                .toList();
    }
}

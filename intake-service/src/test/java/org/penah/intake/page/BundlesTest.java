package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same sentences in every language. The build itself refuses a bundle without a key (or an enum's constant) of its
 * interface; it does not miss a whole file, a parameter that was forgotten, or a key that nobody asks for.
 */
class BundlesTest {

    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern NAME = Pattern.compile("(\\w+)_([a-z]+)\\.properties");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;؟؛]\\s");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Bundles that are still being written, in English only. */
    private static final Set<String> PENDING = Set.of();

    @TestFactory
    Stream<DynamicTest> every_bundle_says_the_same_in_every_language() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> names = files.map(file -> part(file, 1))
                    .filter(name -> !PENDING.contains(name))
                    .collect(Collectors.toSet());
            return names.stream()
                    .flatMap(name -> Arrays.stream(Language.values())
                            .map(language -> dynamicTest(
                                    name + " in " + language,
                                    () -> assertThat(parameters(name, language))
                                            .isEqualTo(parameters(name, Language.EN)))));
        }
    }

    /** What a frightened person can take in; counted as words between spaces. */
    @TestFactory
    Stream<DynamicTest> no_sentence_is_longer_than_twenty_words() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList().stream()
                    .map(file -> dynamicTest(
                            file.getFileName().toString(),
                            () -> assertThat(sentences(file))
                                    .allSatisfy(sentence -> assertThat(SPACE.splitAsStream(sentence.strip()))
                                            .hasSizeLessThanOrEqualTo(20))));
        }
    }

    private static Stream<String> sentences(Path file) throws IOException {
        return texts(file).values().stream().flatMap(text -> SENTENCE_END.splitAsStream(text.toString()));
    }

    /** Each key with the parameters that its sentence has. */
    private static Map<String, Set<String>> parameters(String bundle, Language language) throws IOException {
        Properties texts = texts(FOLDER.resolve(bundle + "_" + language.tag() + ".properties"));
        Map<String, Set<String>> parameters = new TreeMap<>();
        texts.stringPropertyNames().forEach(key -> {
            assertThat(texts.getProperty(key)).as(key).isNotBlank();
            parameters.put(
                    key,
                    PARAMETER
                            .matcher(texts.getProperty(key))
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        return parameters;
    }

    private static Properties texts(Path file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        }
        return texts;
    }

    private static String part(Path file, int group) {
        var name = NAME.matcher(file.getFileName().toString());
        assertThat(name.matches()).as("a bundle's file: %s", file).isTrue();
        return name.group(group);
    }
}

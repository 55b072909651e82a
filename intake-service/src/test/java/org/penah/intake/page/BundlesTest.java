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

    /** Bundles that are still being written, in English only. */
    private static final Set<String> PENDING = Set.of("inbox", "seal", "flood");

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

    /** Each key with the parameters that its sentence has. */
    private static Map<String, Set<String>> parameters(String bundle, Language language) throws IOException {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(FOLDER.resolve(bundle + "_" + language.tag() + ".properties"))) {
            texts.load(file);
        }
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

    private static String part(Path file, int group) {
        var name = NAME.matcher(file.getFileName().toString());
        assertThat(name.matches()).as("a bundle's file: %s", file).isTrue();
        return name.group(group);
    }
}

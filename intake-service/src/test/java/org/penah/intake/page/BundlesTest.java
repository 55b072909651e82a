package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Expression;
import io.quarkus.qute.TemplateInstance;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.penah.testbed.translation.Translations;

/** The same sentences in every language, and those that the templates name: no key is missing or left over. */
class BundlesTest {

    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;؟؛]\\s");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** The constants of each of our enums. */
    private static final Set<Set<String>> ENUMS = Stream.concat(
                    new ClassFileImporter()
                            .importPackages("org.penah.intake").stream()
                                    .filter(JavaClass::isEnum)
                                    .map(type -> type.getEnumConstants().stream()
                                            .map(JavaEnumConstant::name)
                                            .collect(Collectors.toSet())),
                    Stream.of(Form.DANGERS.stream().map(Enum::name).collect(Collectors.toSet())))
            .collect(Collectors.toSet());

    @TestFactory
    Stream<DynamicTest> every_bundle_says_the_same_in_every_language() {
        return Messages.BUNDLES.stream()
                .flatMap(bundle -> Arrays.stream(Language.values())
                        .map(language -> dynamicTest(
                                bundle + " in " + language,
                                () -> assertThat(placeholders(bundle, language))
                                        .isEqualTo(placeholders(bundle, Language.EN)))));
    }

    @Test
    void every_translation_was_made_from_the_english_of_today() throws IOException {
        // Given
        Map<String, Map<String, String>> sentences = new TreeMap<>();
        for (Language language : Language.values()) {
            Map<String, String> all = new TreeMap<>();
            for (String bundle : Messages.BUNDLES) {
                texts(bundle, language).forEach((key, text) -> all.put(bundle + ":" + key, text.toString()));
            }
            sentences.put(language.tag(), all);
        }

        // Then
        assertThat(Translations.stale(Path.of("src/test/resources/translated.txt"), sentences))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> every_sentence_that_a_template_names_exists() throws IOException {
        return named().stream()
                .map(name -> dynamicTest(
                        name.toOriginalString() + " in "
                                + name.getOrigin().getTemplateId() + ":"
                                + name.getOrigin().getLine(),
                        () -> assertThat(sentences(name)).isNotEmpty()));
    }

    @Test
    void every_sentence_is_named_by_a_template() throws IOException {
        // Given
        Set<String> written = new TreeSet<>();
        for (String bundle : Messages.BUNDLES) {
            placeholders(bundle, Language.EN).keySet().forEach(key -> written.add(bundle + ":" + key));
        }

        // When
        Set<String> named = new TreeSet<>();
        for (Expression name : named()) {
            named.addAll(sentences(name));
        }

        // Then
        assertThat(named).hasSizeGreaterThan(300).isEqualTo(written);
    }

    @Test
    void a_page_without_one_of_its_sentences_is_not_shown() {
        // Given
        EngineBuilder engine = Engine.builder().addDefaults();
        new Messages().register(engine);
        TemplateInstance page =
                engine.build().parse("before {msg:nowhere} behind").instance().setLocale("en");

        // Then
        assertThatThrownBy(page::render).hasMessageContaining("no sentence is called nowhere");
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

    private static List<Expression> named() throws IOException {
        Engine engine = Engine.builder().addDefaults().build();
        List<Expression> named = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                engine
                        .parse(
                                Files.readString(file),
                                null,
                                TEMPLATES.relativize(file).toString())
                        .getExpressions()
                        .stream()
                        .filter(Expression::hasNamespace)
                        .forEach(named::add);
            }
        }
        return named;
    }

    /** The sentences that this may be: one with as many arguments, or one for each constant of an enum. */
    private static Set<String> sentences(Expression name) throws IOException {
        Expression.Part part = name.getParts().get(0);
        String key = part.getName();
        int arguments =
                part.isVirtualMethod() ? part.asVirtualMethod().getParameters().size() : 0;
        Map<String, Set<String>> written = placeholders(name.getNamespace(), Language.EN);
        Set<String> numbers = IntStream.range(0, arguments)
                .mapToObj(number -> "{" + number + "}")
                .collect(Collectors.toSet());
        if (numbers.equals(written.get(key))) {
            return Set.of(name.getNamespace() + ":" + key);
        }
        Set<String> constants = written.keySet().stream()
                .filter(one -> one.matches(key + "_[A-Z_]+"))
                .map(one -> one.substring(key.length() + 1))
                .collect(Collectors.toSet());
        return arguments != 1 || !ENUMS.contains(constants)
                ? Set.of()
                : constants.stream()
                        .map(constant -> name.getNamespace() + ":" + key + "_" + constant)
                        .collect(Collectors.toSet());
    }

    /** Each key with the placeholders in its sentence. */
    private static Map<String, Set<String>> placeholders(String bundle, Language language) throws IOException {
        Properties texts = texts(bundle, language);
        Map<String, Set<String>> placeholders = new TreeMap<>();
        texts.stringPropertyNames().forEach(key -> {
            assertThat(texts.getProperty(key)).as(key).isNotBlank();
            placeholders.put(
                    key,
                    PLACEHOLDER
                            .matcher(texts.getProperty(key))
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        return placeholders;
    }

    private static Properties texts(String bundle, Language language) throws IOException {
        return texts(FOLDER.resolve(bundle + "_" + language.tag() + ".properties"));
    }

    private static Properties texts(Path file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        }
        return texts;
    }
}

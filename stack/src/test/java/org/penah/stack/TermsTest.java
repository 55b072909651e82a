package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.manifest.OperatorWords;

/** Sources read one word for a noun in each language: that of docs/glossary.md. */
class TermsTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path MESSAGES = REPOSITORY.resolve("intake-service/src/main/resources/messages");
    private static final Path REPLIES = REPOSITORY.resolve("triage-service/src/main/webui/src/reply/templates.ts");
    private static final List<String> LANGUAGES = List.of("en", "az", "ru", "tr", "fa");

    /** Names, which are the same in every language. */
    private static final Pattern NAMES =
            Pattern.compile("Tor Browser|tip\\.(age|zip)|named “?tip”?|\\btip, |\\./penah seal|[Ff]lash disk");

    /** In these the source speaks to staff, so only English names them. */
    private static final Set<String> UNNAMED = Set.of("staff msg:consent_DETAILS");

    @Test
    void a_service_lists_the_languages_in_one_place() throws IOException {
        // Given
        Pattern list = Pattern.compile("\\baz\\W{1,4}en\\W{1,4}ru\\W{1,4}tr\\W{1,4}fa\\b");
        List<String> listing = new ArrayList<>();

        // When
        for (Path code : code()) {
            if (list.matcher(Files.readString(code)).find()) {
                listing.add(code.getFileName().toString());
            }
        }

        // Then
        assertThat(listing).containsExactlyInAnyOrder("OperatorWords.java", "words.ts");
        assertThat(Files.readString(REPOSITORY.resolve("triage-service/src/main/webui/src/words/words.ts")))
                .contains("SOURCE_LANGUAGES = ['%s']".formatted(String.join("', '", OperatorWords.LANGUAGES)));
    }

    private static List<Path> code() throws IOException {
        List<Path> code = new ArrayList<>();
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            for (Path folder : modules.flatMap(
                            module -> Stream.of(module.resolve("src/main/java"), module.resolve("src/main/webui/src")))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().matches(".*[.](java|ts|svelte)"))
                            .filter(file -> !file.toString().endsWith(".test.ts"))
                            .forEach(code::add);
                }
            }
        }
        return code;
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "tr", "fa"})
    void a_noun_has_its_word_wherever_the_english_sentence_has_the_noun(String language) throws IOException {
        // Given
        Map<String, String> english = sentences("en");
        Map<String, String> translated = sentences(language);
        Locale locale = Locale.forLanguageTag(language);
        Map<String, List<String>> missing = new TreeMap<>();

        // When
        Map<String, List<String>> terms = terms();
        terms.forEach((noun, words) -> {
            List<Pattern> stems = Arrays.stream(
                            words.get(LANGUAGES.indexOf(language)).split(" / ", -1))
                    .map(stem -> Pattern.compile("(?<!\\p{L})" + stem.toLowerCase(locale)))
                    .toList();
            Pattern says = Pattern.compile(
                    "\\b" + noun.replaceFirst("y$", "(y|ies)") + "(s|es)?\\b", Pattern.CASE_INSENSITIVE);
            List<String> without = english.entrySet().stream()
                    .filter(sentence -> says.matcher(
                                    NAMES.matcher(sentence.getValue()).replaceAll(""))
                            .find())
                    .map(Map.Entry::getKey)
                    .filter(key -> !UNNAMED.contains(noun + " " + key))
                    .filter(key -> stems.stream()
                            .noneMatch(stem -> stem.matcher(translated.get(key).toLowerCase(locale))
                                    .find()))
                    .toList();
            if (!without.isEmpty()) {
                missing.put(noun, without);
            }
        });

        // Then
        assertThat(terms).hasSizeGreaterThan(29);
        assertThat(english).hasSizeGreaterThan(350);
        assertThat(missing).isEmpty();
    }

    private static Map<String, List<String>> terms() throws IOException {
        String glossary = Files.readString(REPOSITORY.resolve("docs/glossary.md"));
        String table =
                glossary.substring(glossary.indexOf("| en | az |"), glossary.indexOf("## Words that we no longer"));
        Map<String, List<String>> terms = new LinkedHashMap<>();
        table.lines().skip(2).filter(line -> !line.isEmpty()).forEach(line -> {
            List<String> cells =
                    Arrays.asList(line.substring(2, line.length() - 2).split(" \\| ", -1));
            assertThat(cells).hasSameSizeAs(LANGUAGES);
            terms.put(cells.get(0), cells);
        });
        return terms;
    }

    /** By bundle and key; the first words of replies as {@code reply}. */
    private static Map<String, String> sentences(String language) throws IOException {
        Map<String, String> sentences = new TreeMap<>();
        for (String bundle : List.of("flood", "home", "inbox", "msg", "seal")) {
            Files.readAllLines(MESSAGES.resolve(bundle + "_" + language + ".properties")).stream()
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .map(line -> line.split("=", 2))
                    .forEach(entry -> sentences.put(bundle + ":" + entry[0], entry[1]));
        }
        String replies = Files.readString(REPLIES);
        String those = replies.substring(replies.indexOf("\n  " + language + ": {"));
        Pattern.compile("(\\w+):\\s*'((?:[^'\\\\]|\\\\.)*)'")
                .matcher(those.substring(0, those.indexOf("\n  },")))
                .results()
                .forEach(reply -> sentences.put("reply:" + reply.group(1), reply.group(2)));
        return sentences;
    }
}

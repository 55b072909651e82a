package org.penah.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/languages.md} lists each language of each part, and a reader's name stands only beside the words that they read. */
class LanguagesTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path PAGE = REPOSITORY.resolve("docs/languages.md");

    /** Where the words of each part are; the group is the language, English where there is none. */
    private static final Map<String, Pattern> PARTS = Map.of(
            "a source's pages", Pattern.compile("intake-service/src/main/resources/messages/\\w+_(\\w+)\\.properties"),
            "the desk", Pattern.compile("triage-service/src/main/webui/src/words/(\\w\\w)\\.json"),
            "the staff guide", Pattern.compile("docs/staff-guide\\.(?:(\\w+)\\.)?md"),
            "the partner's page",
                    Pattern.compile(
                            "partner-kit/src/main/resources/org/penah/partner/page/messages/(\\w+)\\.properties"));

    private static final Pattern ROW =
            Pattern.compile("^\\| (.+?) \\| (\\w+) \\| (.*?) \\|(?: (\\w+))? *\\|$", Pattern.MULTILINE);
    private static final Pattern READERS = Pattern.compile("\\S.*?, \\S.*");

    @Test
    void each_language_of_each_part_is_listed_and_read_by_two_or_by_nobody_yet() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        Map<String, String> words = words();

        // When
        List<String> listed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (MatchResult row : ROW.matcher(page).results().toList()) {
            String name = row.group(1) + ", " + row.group(2);
            listed.add(name);
            if (!row.group(3).equals("nobody yet")) {
                if (!READERS.matcher(row.group(3)).matches()) {
                    wrong.add(name + ": two readers, or nobody yet");
                }
                if (!words.getOrDefault(name, "").equals(row.group(4))) {
                    wrong.add(name
                            + ": the words have changed since, so they are read again or the names go; now they are "
                            + words.get(name));
                }
            } else if (row.group(4) != null) {
                wrong.add(name + ": nobody has read these words");
            }
        }

        // Then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(words.keySet());
        assertThat(wrong).isEmpty();
    }

    /** The beginning of the SHA-256 of all words of a part in a language, by their names as the page has them. */
    private static Map<String, String> words() throws IOException {
        Map<String, MessageDigest> digests = new TreeMap<>();
        for (Map.Entry<String, Pattern> part : PARTS.entrySet()) {
            Path folder = REPOSITORY
                    .resolve(part.getValue().pattern().replaceFirst("/[^/]*$", ""))
                    .normalize();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    Matcher name =
                            part.getValue().matcher(REPOSITORY.relativize(file).toString());
                    if (name.matches()) {
                        Locale language = Locale.forLanguageTag(name.group(1) == null ? "en" : name.group(1));
                        digests.computeIfAbsent(
                                        part.getKey() + ", " + language.getDisplayLanguage(Locale.ENGLISH),
                                        key -> sha256())
                                .update(Files.readString(file).getBytes(UTF_8));
                    }
                }
            }
        }
        Map<String, String> words = new TreeMap<>();
        digests.forEach((name, digest) ->
                words.put(name, HexFormat.of().formatHex(digest.digest()).substring(0, 16)));
        return words;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

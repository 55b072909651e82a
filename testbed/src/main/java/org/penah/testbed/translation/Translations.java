package org.penah.testbed.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Remembers from which English sentence each translation was made: in a file, in lines of key, language, and the
 * beginnings of SHA-256 of the English and of the translation.
 *
 * <p>With {@code -Dtranslations.write} the file takes in what has been translated. It does not take in a translation whose
 * English alone has changed: where the old words still serve, somebody deletes its line first.
 */
public final class Translations {

    private static final String ENGLISH = "en";

    private Translations() {}

    /**
     * What somebody has to look at, as the system property says.
     *
     * @param file what is remembered
     * @param sentences by language, {@code en} among them, then by key
     * @return a line for each; none if every translation was made from the English of today
     */
    public static List<String> stale(Path file, Map<String, Map<String, String>> sentences) throws IOException {
        return stale(file, sentences, System.getProperty("translations.write") != null);
    }

    static List<String> stale(Path file, Map<String, Map<String, String>> sentences, boolean write) throws IOException {
        SortedMap<String, Made> known = read(file);
        SortedMap<String, Made> today = made(sentences);
        List<String> stale = new ArrayList<>();
        today.replaceAll((name, now) -> {
            Made before = known.getOrDefault(name, now);
            if (before.english.equals(now.english) || !before.translation.equals(now.translation)) {
                return now;
            }
            stale.add(name + ": the English has changed since, so translate it again");
            return before;
        });
        if (write) {
            Files.write(
                    file,
                    today.entrySet().stream()
                            .map(each ->
                                    each.getKey() + " " + each.getValue().english + " " + each.getValue().translation)
                            .toList());
        } else if (stale.isEmpty() && !today.equals(known)) {
            stale.add("run this test with -Dtranslations.write, which takes in what was translated");
        }
        return stale;
    }

    private static SortedMap<String, Made> made(Map<String, Map<String, String>> sentences) {
        SortedMap<String, Made> made = new TreeMap<>();
        Map<String, String> english = sentences.getOrDefault(ENGLISH, Map.of());
        sentences.forEach((language, all) -> {
            if (!language.equals(ENGLISH)) {
                all.forEach((key, sentence) ->
                        made.put(key + " " + language, new Made(hash(english.getOrDefault(key, "")), hash(sentence))));
            }
        });
        return made;
    }

    private static SortedMap<String, Made> read(Path file) throws IOException {
        SortedMap<String, Made> known = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", 4);
                known.put(parts[0] + " " + parts[1], new Made(parts[2], parts[3]));
            }
        }
        return known;
    }

    private static String hash(String sentence) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(sentence.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Hashes of an English sentence and of what was made from it. */
    private record Made(String english, String translation) {}
}

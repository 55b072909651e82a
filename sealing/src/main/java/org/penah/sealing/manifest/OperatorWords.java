package org.penah.sealing.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.sealing.manifest.ManifestException.Reason;

/**
 * Holds what the operator of a site tells sources in one language: plain text, whose hash the manifest names beside those
 * of the scripts ({@code docs/contracts/key-manifest.md}).
 */
public final class OperatorWords {

    public static final List<String> LANGUAGES = List.of("az", "en", "ru", "tr", "fa");

    /** The regions that the form names, as UN M49 codes. */
    public static final List<String> REGIONS =
            List.of("145", "143", "034", "030", "035", "151", "154", "039", "155", "015", "202", "021", "419", "009");

    /** Of one file as a page writes it; with this much, each page that shows them still has the one size. */
    public static final int LONGEST = 16 * 1024;

    private static final String HELP = "help";

    /** What a file says, and in how many lines of how many characters at most. */
    private enum Entry {
        WHO(1, 200, "Who you are, in one sentence: the first page shows it"),
        ABOUT(4, 400, "Who you are, at more length"),
        PARTNERS(3, 400, "Who the protection organisations are that you tell; never a government"),
        KEPT(4, 400, "What you keep of a message and for how long, and on which legal ground"),
        CONTACT(2, 200, "Whom to ask about it, and where to complain"),
        HELP(3, 160, "Numbers and places that help anywhere; `help.145=` and so on for a region of the form"),
        SPYWARE(3, 200, "Who helps if somebody fears spyware"),
        ANDROID(5, 240, "What to do on an Android phone"),
        IPHONE(5, 240, "What to do on an iPhone"),
        TOR(4, 240, "How to get Tor where it is blocked");

        private final int lines;
        private final int letters;
        private final String meaning;

        Entry(int lines, int letters, String meaning) {
            this.lines = lines;
            this.letters = letters;
            this.meaning = meaning;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Every key that a file may have; those without a region it must have. */
    private static final Map<String, Entry> KEYS = keys();

    /** Characters that no plain text needs: of HTML, of control, and all that is not seen but the joiners of Persian. */
    private static final Pattern REFUSED = Pattern.compile("[<>\\p{C}\\p{Zl}\\p{Zp}&&[^\\x{200c}\\x{200d}]]");

    private static final Pattern LONGER = Pattern.compile("[&'\"]");
    private static final Pattern ADDRESS = Pattern.compile("[@./:]|\\p{Nd}+");

    private final Script served;
    private final byte[] file;
    private final Map<String, List<String>> lines;

    private OperatorWords(String language, byte[] file) {
        this.served = Script.of("/" + language + "/words.txt", file);
        this.file = file.clone();
        this.lines = parse(file);
    }

    /**
     * Reads {@code <language>.txt} of every language.
     *
     * @throws ManifestException if one is missing, too long or lacks something, with the file and the key
     */
    public static Map<String, OperatorWords> read(Path folder) throws ManifestException {
        Map<String, OperatorWords> words = new TreeMap<>();
        for (String language : LANGUAGES) {
            Path file = folder.resolve(language + ".txt");
            try {
                words.put(language, new OperatorWords(language, Files.readAllBytes(file)));
            } catch (IOException missing) {
                throw refused("there is no readable " + file);
            } catch (IllegalArgumentException wrong) {
                throw refused(file + ": " + wrong.getMessage());
            }
        }
        Set<Set<String>> regions =
                words.values().stream().map(each -> each.lines.keySet()).collect(Collectors.toSet());
        if (regions.size() > 1) {
            throw refused(folder + ": its languages name different regions");
        }
        return words;
    }

    /**
     * Reads those that a manifest names.
     *
     * @throws ManifestException also if a file differs from what was signed, or nothing was
     */
    public static Map<String, OperatorWords> readSigned(Path folder, KeyManifest manifest) throws ManifestException {
        Map<String, OperatorWords> words = read(folder);
        for (OperatorWords each : words.values()) {
            if (!manifest.scripts().contains(each.served)) {
                throw refused(
                        "the manifest does not name " + each.served.path() + " with hash " + each.served.sha256());
            }
        }
        return words;
    }

    private static ManifestException refused(String why) {
        return new ManifestException(Reason.WORDS, new IllegalArgumentException(why));
    }

    /** What a manifest names: these words and the scripts, without the words that it named before. */
    public static List<Script> beside(List<Script> scripts, Map<String, OperatorWords> words) {
        return Stream.concat(
                        scripts.stream().filter(script -> !isOfWords(script)),
                        words.values().stream().map(each -> each.served))
                .toList();
    }

    private static boolean isOfWords(Script script) {
        return script.path().matches("/[a-z]{2}/words\\.txt");
    }

    /** A file to fill in: each key with what belongs there. */
    public static String blank() {
        return Stream.of(Entry.values())
                .map(entry -> "# %s (%d lines of %d characters at most)%n%s=%n"
                        .formatted(entry.meaning, entry.lines, entry.letters, entry.key()))
                .collect(Collectors.joining());
    }

    /** The lines under a key, or none. */
    public List<String> lines(String key) {
        return lines.getOrDefault(key, List.of());
    }

    /** Those for a region of the form, or none. */
    public List<String> help(String region) {
        return lines(HELP + "." + region);
    }

    /** The file as it was signed. */
    public byte[] file() {
        return file.clone();
    }

    private static Map<String, List<String>> parse(byte[] file) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String line : decode(file).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                add(lines, line);
            }
        }
        for (Entry entry : Entry.values()) {
            if (!lines.containsKey(entry.key())) {
                throw new IllegalArgumentException(entry.key() + " is missing");
            }
        }
        if (lines.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(OperatorWords::sizeOnPage)
                        .sum()
                > LONGEST) {
            throw new IllegalArgumentException("all lines together have more than " + LONGEST + " bytes on a page");
        }
        return lines;
    }

    private static String decode(byte[] file) {
        if (file.length > 2 * LONGEST) {
            throw new IllegalArgumentException("it has more than " + 2 * LONGEST + " bytes");
        }
        try {
            // Some editors begin a file with a mark of its byte order.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString()
                    .replaceFirst("^\\x{feff}", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    private static void add(Map<String, List<String>> lines, String line) {
        int equals = line.indexOf('=');
        String key = line.substring(0, Math.max(equals, 0)).strip();
        Entry entry = KEYS.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("a line does not begin with a key and `=`");
        }
        String text = line.substring(equals + 1).strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(key + " is empty");
        }
        if (text.codePointCount(0, text.length()) > entry.letters) {
            throw new IllegalArgumentException(key + " has a line of more than " + entry.letters + " characters");
        }
        if (REFUSED.matcher(text).find()) {
            throw new IllegalArgumentException(key + " has a character that is not plain text");
        }
        List<String> under = lines.computeIfAbsent(key, first -> new ArrayList<>());
        under.add(text);
        if (under.size() > entry.lines) {
            throw new IllegalArgumentException(key + " has more than " + entry.lines + " lines");
        }
    }

    /** Bytes of a line in HTML, never less: its tags, signs that are written longer, and tags around each number or address. */
    private static int sizeOnPage(String text) {
        return 32 + text.getBytes(StandardCharsets.UTF_8).length + 5 * times(LONGER, text) + 21 * times(ADDRESS, text);
    }

    private static int times(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private static Map<String, Entry> keys() {
        Map<String, Entry> keys = new TreeMap<>();
        for (Entry entry : Entry.values()) {
            keys.put(entry.key(), entry);
        }
        REGIONS.forEach(region -> keys.put(HELP + "." + region, Entry.HELP));
        return Map.copyOf(keys);
    }
}

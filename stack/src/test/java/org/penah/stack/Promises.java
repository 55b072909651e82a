package org.penah.stack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sentences that sources read, each under its name in the templates, and what docs/promises.md says of each. */
public final class Promises {

    static final String FACTS = "## Facts\n";
    static final String OPEN = "## Not proven yet: ";
    static final String NO_FACTS = "## No facts\n";

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("`([a-z]+:[a-z_]*(?:[A-Z_]+|\\*)?)`");

    private final String ledger = Files.readString(REPOSITORY.resolve("docs/promises.md"));
    private final Map<String, String> english = sentences("en");

    /** Reads both. */
    public Promises() throws IOException {}

    /** Whether a sentence states something that services do, proven or not. */
    public boolean isFact(String key) {
        return Stream.of(section(FACTS), section(OPEN)).flatMap(this::keys).anyMatch(key::equals);
    }

    /** What a page says in a language, by the sentence's name. */
    public static Map<String, String> sentences(String language) throws IOException {
        Map<String, String> sentences = new TreeMap<>();
        String end = "_" + language + ".properties";
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("intake-service/src/main/resources/messages"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(end)).toList()) {
                String bundle = file.getFileName().toString().replace(end, "");
                Properties texts = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    texts.load(reader);
                }
                texts.forEach((key, text) -> sentences.put(bundle + ":" + key, text.toString()));
            }
        }
        return sentences;
    }

    Map<String, String> english() {
        return english;
    }

    /** From its title to the next one's. */
    String section(String title) {
        int start = ledger.indexOf(title);
        int end = ledger.indexOf("\n## ", start);
        return ledger.substring(start, end < 0 ? ledger.length() : end);
    }

    static Stream<MatchResult> rows(String section) {
        return ROW.matcher(section).results();
    }

    /** Where it ends in a star, one for each constant of an enum. */
    Stream<String> keys(String text) {
        return KEY.matcher(text)
                .results()
                .map(found -> found.group(1))
                .flatMap(key -> key.endsWith("*")
                        ? english.keySet().stream().filter(each -> each.matches(key.replace("*", "[A-Z_]+")))
                        : Stream.of(key));
    }
}

package org.penah.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sentences that sources, partners and staff read, each under its name in the templates, those of README.md and of the partner's command
 * line word for word, and what docs/promises.md says of each.
 */
public final class Promises {

    static final String FACTS = "## Facts\n";
    static final String OPEN = "## Not proven yet: ";
    static final String NO_FACTS = "## No facts\n";
    static final String WORD_FOR_WORD = "## Word for word, not proven: ";

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("`([a-z]+:[\\w.]*\\*?)`");
    private static final Path PARTNERS_PAGE =
            REPOSITORY.resolve("partner-kit/src/main/resources/org/penah/partner/page/messages/en.properties");
    private static final Path COMMAND_LINE =
            REPOSITORY.resolve("partner-kit/src/main/java/org/penah/partner/inbox/AlertText.java");

    private static final Path CONSOLE = REPOSITORY.resolve("triage-service/src/main/webui/src");

    /** First words for an answer. */
    private static final Pattern TEMPLATE = Pattern.compile("(\\w+):\\s+'([^']+)'");

    /** A whole sentence in quotation marks, a command behind it left out. */
    private static final Pattern LITERAL = Pattern.compile("\"\\s*([A-Z][^\"]* [^\"]*?[.:])(?:  [^\"]*)?\\s*\"");

    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PICTURE = Pattern.compile("!\\[[^]]*]\\([^)]*\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?]\\*{0,2}) (?=\\p{Lu}|`)");

    private final String ledger = Files.readString(REPOSITORY.resolve("docs/promises.md"));
    private final Map<String, String> english = everySentence();

    /** Reads both. */
    public Promises() throws IOException {}

    /** Whether a sentence states something that services do, proven or not. */
    public boolean isFact(String key) {
        return Stream.of(section(FACTS), section(OPEN)).flatMap(this::keys).anyMatch(key::equals);
    }

    /** What a page for sources says in a language, by the sentence's name. */
    public static Map<String, String> sentences(String language) throws IOException {
        Map<String, String> sentences = new TreeMap<>();
        String end = "_" + language + ".properties";
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("intake-service/src/main/resources/messages"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(end)).toList()) {
                String bundle = file.getFileName().toString().replace(end, "");
                texts(file).forEach((key, text) -> sentences.put(bundle + ":" + key, text.toString()));
            }
        }
        return sentences;
    }

    private static Properties texts(Path file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        }
        return texts;
    }

    Map<String, String> english() {
        return english;
    }

    private static Map<String, String> everySentence() throws IOException {
        Map<String, String> sentences = sentences("en");
        texts(PARTNERS_PAGE).forEach((key, text) -> sentences.put("partner:" + key, text.toString()));
        JsonNode console =
                new ObjectMapper().readTree(CONSOLE.resolve("words/en.json").toFile());
        console.properties()
                .forEach(each -> sentences.put(
                        "console:" + each.getKey(), each.getValue().asText()));
        String templates = Files.readString(CONSOLE.resolve("reply/templates.ts"));
        TEMPLATE.matcher(templates.substring(templates.indexOf("  en: {"), templates.indexOf("  az: {")))
                .results()
                .forEach(each -> sentences.put("template:" + each.group(1), each.group(2)));
        return sentences;
    }

    /** The sentences of what has no templates: README.md up to its index, and what penah-partner's command line says of an alert. */
    static List<String> wordForWord() throws IOException {
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        String text =
                CODE.matcher(readme.substring(0, readme.indexOf("## Layout"))).replaceAll("");
        List<String> sentences = new ArrayList<>();
        for (String block : text.split("\n\n", -1)) {
            if (block.startsWith("|")) {
                block.lines()
                        .map(row -> Stream.of(row.split("\\|", -1))
                                .map(String::strip)
                                .filter(cell -> !cell.isEmpty()))
                        .map(cells -> cells.collect(Collectors.joining(": ")))
                        .filter(row -> !row.matches("[-: ]*"))
                        .forEach(sentences::add);
            } else if (!block.strip().startsWith("#")) {
                sentences.addAll(List.of(SENTENCES.split(block.strip().replace('\n', ' '))));
            }
        }
        LITERAL.matcher(Files.readString(COMMAND_LINE))
                .results()
                .map(found -> found.group(1))
                .forEach(sentences::add);
        return sentences.stream()
                .map(sentence ->
                        LINK.matcher(PICTURE.matcher(sentence).replaceAll("")).replaceAll("$1"))
                .map(sentence -> sentence.replaceAll("[`*]", "").strip())
                .filter(sentence -> sentence.matches(".*\\w.*"))
                .toList();
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

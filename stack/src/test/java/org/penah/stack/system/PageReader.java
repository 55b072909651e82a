package org.penah.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.penah.stack.Promises;

/** Reads a page for sources in one language: which sentences stand there, by their names, wherever they stand. */
final class PageReader {

    /** Languages by their own names, the receipt, which {@link #receipt} reads, and what only a script shows. */
    private static final Pattern NO_SENTENCES =
            Pattern.compile("<nav.*?</nav>|<p class=\"(digits|words)\".*?</p>|<template.*?</template>", Pattern.DOTALL);

    /** Only the operator's lines have this one inside. */
    private static final Pattern IN_A_LINE = Pattern.compile("</?bdi[^>]*>");

    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern BETWEEN = Pattern.compile("[\\s.]*");

    private final Map<String, Pattern> sentences;
    private final Set<String> operators;

    PageReader(String language) throws IOException {
        // Where two say the same in one language only, the same one must count in all.
        sentences = new TreeMap<>(Comparator.reverseOrder());
        Promises.sentences(language).forEach((name, sentence) -> sentences.put(name, pattern(sentence)));
        operators = Files.readAllLines(Path.of("src/main/words", language + ".txt")).stream()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .collect(Collectors.toSet());
    }

    /**
     * The names of all that can be read there.
     *
     * @throws AssertionError if words stand there that are no sentence of ours and no line of the operator's
     */
    Set<String> read(String page) {
        Set<String> read = new TreeSet<>();
        String body =
                NO_SENTENCES.matcher(page.substring(page.indexOf("<body>"))).replaceAll("\n");
        String texts = TAG.matcher(IN_A_LINE.matcher(body).replaceAll("")).replaceAll("\n");
        for (String text : texts.lines()
                .map(line -> unescaped(line).strip())
                .filter(line -> !operators.contains(line))
                .toList()) {
            read.addAll(sentences(text)
                    .orElseThrow(() -> new AssertionError("no sentence of ours is on the page: " + text)));
        }
        return read;
    }

    /** The receipt as a page shows it, in digits or in words. */
    static String receipt(String page, String form) {
        var shown = Pattern.compile("<p class=\"" + form + "\".*?</p>", Pattern.DOTALL)
                .matcher(page);
        if (!shown.find()) {
            throw new AssertionError("the page shows no receipt in " + form);
        }
        return TAG.matcher(shown.group()).replaceAll("").strip();
    }

    /** The sentences that make up a text; empty if something is left. */
    private Optional<List<String>> sentences(String text) {
        String rest = text.substring(leftOut(text));
        if (rest.isEmpty()) {
            return Optional.of(List.of());
        }
        for (Map.Entry<String, Pattern> sentence : sentences.entrySet()) {
            for (int end : ends(sentence.getValue(), rest)) {
                Optional<List<String>> others = sentences(rest.substring(end));
                if (others.isPresent()) {
                    List<String> all = new ArrayList<>(others.get());
                    all.add(sentence.getKey());
                    return Optional.of(all);
                }
            }
        }
        return Optional.empty();
    }

    private static int leftOut(String text) {
        var between = BETWEEN.matcher(text);
        between.lookingAt();
        return between.end();
    }

    /** Where a sentence can end that stands at the beginning, the shortest first. */
    private static List<Integer> ends(Pattern sentence, String text) {
        var found = sentence.matcher(text);
        if (!found.lookingAt()) {
            return List.of();
        }
        return found.groupCount() == 0
                ? List.of(found.end())
                : IntStream.rangeClosed(1, text.length())
                        .filter(end -> sentence.matcher(text.substring(0, end)).matches())
                        .boxed()
                        .toList();
    }

    /** What stands for {@code {0}} is a number or a day: too short to hide a sentence. */
    private static Pattern pattern(String sentence) {
        return Pattern.compile(Pattern.compile("\\{\\d}|[^{]+|\\{")
                .matcher(sentence)
                .results()
                .map(part -> part.group().matches("\\{\\d}") ? "(.{1,20}?)" : Pattern.quote(part.group()))
                .collect(Collectors.joining()));
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}

package org.penah.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of tests, by the name of their class; two of one name are read as one. */
final class TestSources {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path CONSOLE = REPOSITORY.resolve("triage-service/src/main/webui");
    private static final List<String> MODULES = List.of(
            "sealing",
            "ceremony",
            "outbox",
            "intake-service",
            "triage-service",
            "notify-service",
            "partner-kit",
            "stack",
            "testbed");

    private final Map<String, String> sources = new HashMap<>();

    TestSources() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
    }

    Set<String> names() {
        return new TreeSet<>(sources.keySet());
    }

    /** Whether a file of the console's tests, or of its walks through a browser, has one with this title. */
    static boolean consoleHas(String file, String title) {
        return Stream.of("src", ".")
                .map(folder -> CONSOLE.resolve(folder).resolve(file))
                .filter(Files::exists)
                .anyMatch(found -> read(found).contains("'" + title + "'"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a method of this name that JUnit can run. */
    boolean have(String test, String method) {
        return Pattern.compile("(?m)^    (public )?(void|Stream<DynamicTest>) " + method + "\\(")
                .matcher(sources.getOrDefault(test, ""))
                .find();
    }
}

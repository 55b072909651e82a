package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.AddScriptTagOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.penah.testbed.browser.Chromium;

/** Every Mermaid diagram of our pages is drawn: {@code target/docs/*.svg}. */
class DiagramTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path DRAWN = Path.of("target/docs");
    private static final Path MERMAID = Path.of("target/diagrams-js/node_modules/mermaid/dist/mermaid.min.js");
    private static final Pattern DIAGRAM = Pattern.compile("(?ms)^```mermaid$\\n(.*?)^```$");

    private static Chromium browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Chromium.orSkip();
        Files.createDirectories(DRAWN);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> diagrams() throws IOException {
        Map<String, String> diagrams = diagramsByName();
        assertThat(diagrams).containsKey("architecture-1");
        return diagrams.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    String svg = draw(one.getValue());
                    Files.writeString(DRAWN.resolve(one.getKey() + ".svg"), svg);
                    assertThat(svg).startsWith("<svg ");
                }));
    }

    private static Map<String, String> diagramsByName() throws IOException {
        Map<String, String> diagrams = new TreeMap<>();
        List<Path> pages =
                new ArrayList<>(List.of(REPOSITORY.resolve("README.md"), REPOSITORY.resolve("k8s/README.md")));
        try (var docs = Files.walk(REPOSITORY.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            String name = REPOSITORY
                    .relativize(page)
                    .toString()
                    .replaceAll("^docs/|\\.md$", "")
                    .replace('/', '-');
            List<String> found = DIAGRAM.matcher(Files.readString(page))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
            for (int i = 0; i < found.size(); i++) {
                diagrams.put(name + "-" + (i + 1), found.get(i));
            }
        }
        return diagrams;
    }

    private static String draw(String diagram) {
        try (Page page = browser.page(true)) {
            page.addScriptTag(new AddScriptTagOptions().setPath(MERMAID));
            return (String) page.evaluate(
                    "text => mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})"
                            + " || mermaid.render('diagram', text).then(drawn => drawn.svg)",
                    diagram);
        }
    }
}

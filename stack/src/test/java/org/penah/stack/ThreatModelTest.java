package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that names a test as its proof names one that exists. */
class ThreatModelTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");
    private static final Pattern DEED = Pattern.compile("^\\| .* \\| `([A-Z]\\w+)\\.(\\w+)` \\|$", Pattern.MULTILINE);
    private static final Pattern LINE = Pattern.compile("^\\| .*\\*\\*[A-Z]\\*\\*.*$", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/threat-model.md",
                "docs/architecture.md",
                "docs/install.md",
                "docs/operations.md",
                "docs/data-protection.md",
                "k8s/README.md"
            })
    void every_test_that_a_page_names_exists(String page) throws IOException {
        assertThat(named(Files.readString(REPOSITORY.resolve(page))))
                .isNotEmpty()
                .isSubsetOf(new TestSources().names());
    }

    @Test
    void every_threat_has_a_test_or_says_that_it_has_none() throws IOException {
        // When
        List<String> threats = LINE.matcher(Files.readString(REPOSITORY.resolve("docs/threat-model.md")))
                .results()
                .map(found -> found.group())
                .toList();

        // Then
        assertThat(threats)
                .hasSizeGreaterThan(30)
                .allSatisfy(line -> assertThat(!named(line).isEmpty() || line.contains("not by a test:"))
                        .as(line)
                        .isTrue());
    }

    @Test
    void every_deed_of_somebody_inside_is_tried_by_a_test() throws IOException {
        // When
        List<MatchResult> deeds = DEED.matcher(Files.readString(REPOSITORY.resolve("docs/threat-model.md")))
                .results()
                .toList();

        // Then
        TestSources sources = new TestSources();
        assertThat(deeds)
                .hasSizeGreaterThan(30)
                .allSatisfy(deed -> assertThat(sources.have(deed.group(1), deed.group(2)))
                        .as(deed.group())
                        .isTrue());
    }

    private static Set<String> named(String text) {
        return NAMED.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.sealing.manifest.KeyManifest;

/** No command of a guide is left without a test, and what Maven is told in one exists. */
class GuidesTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\n]*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    /** A method, and the file of it, in a list of the architecture's page. */
    private static final Pattern CALL =
            Pattern.compile("^- \\*\\*[^:]*: `([^`]+)` in\\s+\\[[^\\]]+\\]\\(\\.\\./([^)]+)\\)", Pattern.MULTILINE);

    private static final Pattern LEADS = Pattern.compile("\\]\\(([^)#: ]*)(?:#([^)]*))?\\)");

    /** The test that runs, or at least reads, the {@code sh} blocks of a page. */
    private static final Map<String, String> RUNNERS = Map.of(
            "README.md", "stack/src/test/java/org/penah/stack/GuidesTest.java",
            "docs/install.md", "stack/src/test/java/org/penah/stack/system/GuidesIT.java",
            "docs/operations.md", "stack/src/test/java/org/penah/stack/system/GuidesIT.java",
            "docs/key-ceremony.md", "ceremony/src/test/java/org/penah/ceremony/cli/CeremonyChecklistTest.java",
            "docs/source-safety.md", "intake-service/src/test/java/org/penah/intake/VerifyPageTest.java",
            "docs/partners.md", "partner-kit/src/test/java/org/penah/partner/PartnersPageTest.java",
            "docs/contracts/partner-webhook.md",
                    "notify-service/src/test/java/org/penah/notify/acknowledgement/SlotByHandTest.java",
            // It opens a tip by hand; of the two others only what Maven is told is looked at.
            "docs/running.md", "stack/src/test/java/org/penah/stack/system/StoryIT.java",
            // Hours on a quiet machine, so the same.
            "docs/benchmarks.md", "stack/src/test/java/org/penah/stack/GuidesTest.java");

    private static final Set<String> NO_COMMANDS = Set.of("text", "json", "mermaid", "ini", "nginx", "torrc");

    record Block(String guide, String language, String text) {

        @Override
        public String toString() {
            return guide + ": " + text.lines().findFirst().orElse("");
        }
    }

    static Stream<String> pages() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve("docs"))) {
            List<String> docs = files.map(file -> REPOSITORY.relativize(file).toString())
                    .filter(file -> file.endsWith(".md"))
                    .sorted()
                    .toList();
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "k8s/README.md"), docs.stream());
        }
    }

    static Stream<Block> blocks() throws IOException {
        return pages().flatMap(page ->
                BLOCK.matcher(read(page)).results().map(found -> new Block(page, found.group(1), found.group(2))));
    }

    /** Reminders, the desk and the pages have one figure. */
    @ParameterizedTest
    @CsvSource({
        "docs/key-ceremony.md, raises an alarm %d days before",
        "docs/running.md, somebody must sign: %d days or fewer",
        "docs/running.md, alarm at %d.",
        "docs/operations.md, `penah_keys_days_left` is above %d.",
        "docs/operations.md, within the %d days",
        "docs/contracts/key-manifest.md, more than %d days before `notAfter`",
        "docs/contracts/key-manifest.md, | %d to 0 days before",
        "triage-service/src/main/webui/src/alarm/words.ts, SIGN_BEFORE = %d;",
        "sealing/src/main/js/manifest.js, daysLeft > %d"
    })
    void keys_are_signed_a_month_before_their_end(String page, String says) {
        assertThat(KeyManifest.ALARM_DAYS).isEqualTo(30);
        assertThat(read(page)).contains(says.formatted(KeyManifest.ALARM_DAYS));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_block_says_what_it_is_and_a_command_is_somebodys(Block block) {
        if (NO_COMMANDS.contains(block.language())) {
            return;
        }
        assertThat(block.language()).isIn("sh", "sh root", "sh systemd", "sh cluster", "sh refused", "sh bench", "sql");
        assertThat(RUNNERS).containsKey(block.guide());
        assertThat(read(RUNNERS.get(block.guide())))
                .contains(Path.of(block.guide()).getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void maven_is_told_what_there_is(Block block) throws IOException {
        for (String line :
                block.text().lines().filter(each -> each.startsWith("mvn ")).toList()) {
            for (String module : values(line, "-pl ([^ ]+)")) {
                assertThat(REPOSITORY.resolve(module).resolve("pom.xml")).exists();
            }
            for (String test : values(line, "-D(?:it\\.)?test=([A-Za-z,]+)")) {
                assertThat(test.equals("None") || isTest(test)).as(line).isTrue();
            }
            for (String profile : values(line, "-P([a-z]+)")) {
                assertThat(poms()).contains("<id>" + profile + "</id>");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_link_leads_to_a_file_and_to_a_heading_of_it(String page) {
        Path from = REPOSITORY.resolve(page);
        assertThat(LEADS.matcher(BLOCK.matcher(read(page)).replaceAll("")).results())
                .allSatisfy(link -> {
                    Path to = link.group(1).isEmpty()
                            ? from
                            : from.resolveSibling(link.group(1)).normalize();
                    assertThat(to).exists();
                    if (link.group(2) != null) {
                        assertThat(anchors(Files.readString(to))).contains(link.group(2));
                    }
                });
    }

    @Test
    void a_newcomer_finds_the_two_lines_to_begin_with_in_the_third_file_opened() {
        // When
        List<MatchResult> calls =
                CALL.matcher(read("docs/architecture.md")).results().toList();

        // Then
        assertThat(read("README.md")).contains("](docs/architecture.md)");
        assertThat(calls)
                .hasSize(2)
                .allSatisfy(call -> assertThat(read(call.group(2))).containsOnlyOnce(" " + call.group(1) + "("));
    }

    @Test
    void the_readmes_two_commands_are_those_of_the_checks() throws IOException {
        List<String> commands = blocks().filter(block ->
                        block.guide().equals("README.md") && block.language().equals("sh"))
                .map(block -> block.text().strip())
                .toList();

        assertThat(commands).containsExactly("./penah demo", "mvn verify");
        assertThat(read("docs/install.md")).contains("./penah demo --once");
        assertThat(read(".ci/run"))
                .contains(".ci/bare ./penah demo --once")
                .containsPattern("(?m)^part .* \\.ci/bare mvn .*verify")
                .containsPattern("(?m)^part .* mvn .*verify -Psystem");
    }

    private static List<String> values(String line, String pattern) {
        return Pattern.compile(pattern)
                .matcher(line)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",", -1)))
                .toList();
    }

    private static boolean isTest(String name) throws IOException {
        for (Path module : modules()) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    if (files.anyMatch(file -> file.endsWith(name + ".java"))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(REPOSITORY)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }

    private static String poms() throws IOException {
        StringBuilder all = new StringBuilder(read("pom.xml"));
        for (Path module : modules()) {
            all.append(Files.readString(module.resolve("pom.xml")));
        }
        return all.toString();
    }

    /** As GitHub makes them of headings, and those that are written out. */
    private static List<String> anchors(String page) {
        return Stream.concat(
                        page.lines()
                                .filter(line -> line.startsWith("#"))
                                .map(line -> line.replaceFirst("^#+ ", "")
                                        .toLowerCase(Locale.ROOT)
                                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                                        .replace(' ', '-')),
                        Pattern.compile("<a id=\"([^\"]+)\">")
                                .matcher(page)
                                .results()
                                .map(found -> found.group(1)))
                .toList();
    }

    private static String read(String page) {
        try {
            return Files.readString(REPOSITORY.resolve(page));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

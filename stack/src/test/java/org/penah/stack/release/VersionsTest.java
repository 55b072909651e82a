package org.penah.stack.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;

/** One version of each thing: of Penah in all that names it, and of what it runs in tests, on one server and on a cluster. */
class VersionsTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> OURS =
            List.of("intake-service", "triage-service", "notify-service", "partner-kit", "canary");

    @Test
    void our_version_is_one() throws IOException {
        // Given
        String version = found("stack/src/main/images/build", "readonly version=(\\S+)")
                .iterator()
                .next();

        // Then
        for (String module : Files.readAllLines(REPOSITORY.resolve("pom.xml")).stream()
                .filter(line -> line.contains("<module>"))
                .map(line -> line.replaceAll("</?module>", "").strip())
                .toList()) {
            assertThat(found(module + "/pom.xml", "<artifactId>penah</artifactId>\\s+<version>([^<]+)"))
                    .as(module)
                    .containsExactly(version + "-SNAPSHOT");
        }
        assertThat(found("pom.xml", "<artifactId>penah</artifactId>\\s+<version>([^<]+)"))
                .containsExactly(version + "-SNAPSHOT");
        assertThat(found("penah", "-([0-9.]+-SNAPSHOT)\\.jar")).containsExactly(version + "-SNAPSHOT");
        String images = "penah/(?:" + String.join("|", OURS) + "):([0-9][0-9.]*[0-9])";
        assertThat(found("stack/compose.yaml", images)).containsExactly(version);
        assertThat(found("docs/install.md", images)).containsExactly(version);
        for (Path manifest : manifests()) {
            Set<String> named = found(REPOSITORY.relativize(manifest).toString(), images);
            assertThat(named).as(manifest.toString()).isSubsetOf(version);
        }
    }

    @Test
    void what_ci_prints_of_a_build_tells_any_file_from_another_but_what_quarkus_generates(@TempDir Path build)
            throws IOException {
        // Given
        Path application = Files.createDirectories(build.resolve("intake-service/target/quarkus-app/quarkus"));
        Files.writeString(application.resolve("application.jar"), "one");
        Files.writeString(application.resolve("generated-bytecode.jar"), "one");
        String first = sums(build);

        // When
        Files.writeString(application.resolve("generated-bytecode.jar"), "two");
        String generated = sums(build);
        Files.writeString(application.resolve("application.jar"), "two");

        // Then
        assertThat(first).matches(" {2}[0-9a-f]{16} intake-service/target/quarkus-app\n");
        assertThat(generated).isEqualTo(first);
        assertThat(sums(build)).isNotEqualTo(first);
    }

    private static String sums(Path build) {
        String function = "eval \"$(sed -n '/^sums()/,/^}/p' '%s')\" && sums".formatted(REPOSITORY.resolve(".ci/run"));
        return Command.of("bash", "-c", function).in(build).succeed();
    }

    /** Debian 13 has npm 9.2: beside an alias among the overrides it reads no lock file, and nobody could install by the guide. */
    @ParameterizedTest
    @ValueSource(strings = {"intake-service", "triage-service"})
    void the_npm_of_debian_reads_the_lock_file(String module) throws IOException {
        Path folder = REPOSITORY.resolve(module).resolve("src/main/webui");
        String overrides = new ObjectMapper()
                .readTree(Files.readString(folder.resolve("package.json")))
                .path("overrides")
                .toString();

        assertThat(folder.resolve("package-lock.json")).exists();
        assertThat(overrides).doesNotContain("npm:");
    }

    /** The base images are named by the version that Debian has, and so is each mention of one. */
    @ParameterizedTest
    @CsvSource({"jre,25", "tor,0.4.9", "nginx,1.26", "postgres,17", "rabbitmq,4"})
    void what_debian_brings_has_one_version(String image, String version) throws IOException {
        List<String> places = new ArrayList<>(List.of("stack/compose.yaml", "stack/src/main/images/bases"));
        try (Stream<Path> recipes = Files.list(REPOSITORY.resolve("stack/src/main/images"))) {
            recipes.filter(file -> file.toString().endsWith(".Containerfile"))
                    .forEach(file -> places.add(REPOSITORY.relativize(file).toString()));
        }
        manifests().forEach(file -> places.add(REPOSITORY.relativize(file).toString()));
        Set<String> named = new HashSet<>();
        for (String place : places) {
            named.addAll(found(place, "penah/" + image + ":([0-9][0-9.]*)"));
        }

        assertThat(named).containsExactly(version);
    }

    @Test
    void keycloak_is_the_one_of_the_tests() throws IOException {
        String tested = found("pom.xml", "<keycloak.version>([^<]+)").iterator().next();

        assertThat(found("stack/compose.yaml", "penah/keycloak:([0-9.]+)"))
                .allSatisfy(named -> assertThat(tested).startsWith(named + "."));
        assertThat(found("stack/src/main/images/build", "penah/keycloak:([0-9.]+)"))
                .isEqualTo(found("stack/compose.yaml", "penah/keycloak:([0-9.]+)"));
    }

    @Test
    void the_public_ci_runs_what_we_run_and_leaves_it_time() throws IOException {
        String workflow = Files.readString(REPOSITORY.resolve(".github/workflows/ci.yml"));

        assertThat(workflow)
                .contains("run: .ci/run\n")
                .contains("permissions: {}")
                .doesNotContain("uses:");
        int minutes = Integer.parseInt(found(".github/workflows/ci.yml", "timeout-minutes: (\\d+)")
                .iterator()
                .next());
        int longest = Integer.parseInt(found(".ci/run", "LONGEST=\\$\\(\\((\\d+) \\* 60\\)\\)")
                .iterator()
                .next());
        assertThat(minutes).isGreaterThan(longest);
    }

    @Test
    void renovate_can_read_its_settings() throws IOException {
        var settings =
                new ObjectMapper().readTree(REPOSITORY.resolve("renovate.json").toFile());

        String line =
                settings.path("packageRules").get(0).path("allowedVersions").asText();
        String quarkus = found("pom.xml", "<quarkus.version>([^<]+)").iterator().next();
        assertThat(quarkus).containsPattern(line.substring(1, line.length() - 1));
    }

    private static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve("k8s"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    private static Set<String> found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(REPOSITORY.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}

package org.penah.stack.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.testbed.program.Command;

/** An advisory for a version that ships ends the build, unless somebody has written down why it does not touch us. */
class AdvisoriesTest {

    @TempDir
    Path folder;

    private Path saved;

    @BeforeEach
    void an_advisory_that_touches_nobody_here() throws IOException {
        saved = Files.createDirectory(folder.resolve("saved"));
        Files.copy(Path.of("../.ci/osv.cjs"), folder.resolve("osv.cjs"));
        Files.writeString(folder.resolve("advisories"), "# none\n");
        advisory("GHSA-0000", "Maven", "com.example:other", "\"versions\": [\"1.0\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.133.Final, 0, 4.1.134.Final, true",
        "4.1.134.Final, 0, 4.1.134.Final, false",
        "4.1.9.Final, 4.1.10.Final, 4.1.134.Final, false",
        "4.1.100.Final, 4.1.10.Final, 4.1.134.Final, true",
        "3.33.2, 0, 3.33.2.1, true",
        "3.33.2.1, 0, 3.33.2, false",
        "1.0-rc1, 0, 1.0, true",
        "1.0, 0, 1.0-rc1, false",
        "1.0.0, 0, 1.0, false"
    })
    void a_range_is_by_number(String version, String introduced, String fixed, boolean touches) throws IOException {
        // Given
        advisory("GHSA-1111", "Maven", "io.netty:netty-codec-http", """
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%s"}, {"fixed": "%s"}]}]\
            """.formatted(introduced, fixed));

        // When
        Command.Ended ended = look("pkg:maven/io.netty/netty-codec-http@" + version + "?type=jar", version);

        // Then
        assertThat(ended.exit()).isEqualTo(touches ? 1 : 0);
        assertThat(ended.text()
                        .contains("TOUCHES US: GHSA-1111 CVE-GHSA-1111 Maven io.netty:netty-codec-http " + version))
                .isEqualTo(touches);
    }

    @Test
    void packages_of_npm_and_debian_are_found_by_their_names() throws IOException {
        // Given
        advisory("GHSA-2222", "npm", "@noble/curves", "\"versions\": [\"2.0.1\"]");
        advisory("DSA-1", "Debian:13", "tor", """
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "0.4.9.15-0+deb13u1"}]}]\
            """);

        // Then
        assertThat(look("pkg:npm/%40noble/curves@2.0.1", "2.0.1").text()).contains("TOUCHES US: GHSA-2222");
        assertThat(look("pkg:deb/debian/tor@0.4.9.15-0+deb13u1?arch=amd64", "0.4.9.15-0+deb13u1")
                        .text())
                .contains("TOUCHES US: DSA-1");
    }

    @ParameterizedTest
    @CsvSource({
        "3.5.1-1+deb13u1, 3.5.1-1+deb13u2, true",
        "3.5.1-1+deb13u2, 3.5.1-1+deb13u2, false",
        "3.5.1-1+deb13u10, 3.5.1-1+deb13u2, false",
        "17.6-0+deb13u1, 17.7-0+deb13u1, true",
        "17.10-0+deb13u1, 17.7-0+deb13u1, false",
        "1:9.6p1-3, 9.9p1-1, false",
        "9.9p1-1, 1:9.6p1-3, true",
        "4.0~rc1-1, 4.0-1, true",
        "4.0-1, 4.0~rc1-1, false",
        "1.0a-1, 1.0+b-1, true",
        "2.41-12, 2.41-12+deb13u1, true",
        "2.41-12~deb13u1, 2.41-12, true"
    })
    void versions_of_debian_are_compared_by_its_rules(String version, String fixed, boolean touches)
            throws IOException {
        // Given
        advisory("DSA-2", "Debian:13", "tor", """
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]\
            """.formatted(fixed));

        // When
        Command.Ended ended = look("pkg:deb/debian/tor@" + version + "?arch=amd64", version);

        // Then
        assertThat(ended.exit()).isEqualTo(touches ? 1 : 0);
    }

    @Test
    void debians_packages_are_found_by_source_and_its_version() throws IOException {
        // Given
        String status = """
            Package: libssl3t64
            Status: install ok installed
            Architecture: amd64
            Source: openssl
            Version: 3.5.1-1+deb13u1

            Package: libgcc-s1
            Status: install ok installed
            Architecture: amd64
            Source: gcc-14 (14.2.0-19)
            Version: 15.0-1

            Package: perl-base
            Status: deinstall ok config-files
            Architecture: amd64
            Source: perl
            Version: 5.40.1-6
            """;
        for (String source : List.of("openssl", "perl")) {
            advisory("DSA-" + source, "Debian:13", source, """
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "100"}]}]\
                """);
        }
        advisory("DSA-gcc", "Debian:13", "gcc-14", """
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "14.2.0-20"}]}]\
            """);

        // When
        Path bom = billOf(status);

        // Then
        assertThat(bom)
                .content()
                .contains(
                        "pkg:deb/debian/libssl3t64@3.5.1-1%2Bdeb13u1?arch=amd64&distro=trixie&upstream=openssl\"",
                        "pkg:deb/debian/libgcc-s1@15.0-1?arch=amd64&distro=trixie&upstream=gcc-14%4014.2.0-19\"");
        assertThat(look(bom).text())
                .contains(
                        "TOUCHES US: DSA-openssl CVE-DSA-openssl Debian:13 openssl 3.5.1-1+deb13u1",
                        "TOUCHES US: DSA-gcc CVE-DSA-gcc Debian:13 gcc-14 14.2.0-19",
                        "4 advisories, 2 touch us")
                .doesNotContain("DSA-perl");
    }

    @Test
    void what_debian_has_not_mended_is_said_and_ends_nothing() throws IOException {
        // Given
        advisory("DEBIAN-CVE-1", "Debian:13", "tor", """
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]\
            """);

        // When
        Command.Ended ended = look("pkg:deb/debian/tor@0.4.9.15-1?arch=amd64", "0.4.9.15-1");

        // Then
        assertThat(ended.exit()).isEqualTo(0);
        assertThat(ended.printed())
                .contains("no fix in Debian: DEBIAN-CVE-1", "0 touch us", "1 touch us and have no fix in Debian");
    }

    @Test
    void what_is_explained_or_withdrawn_ends_nothing() throws IOException {
        // Given
        advisory("GHSA-3333", "npm", "svelte", "\"versions\": [\"5.0.0\"]");
        advisory(
                "GHSA-4444",
                "npm",
                "svelte",
                "\"versions\": [\"5.0.0\"]}], \"withdrawn\": \"2026-01-01\", \"x\": [{\"y\": 1");
        Files.writeString(
                folder.resolve("advisories"), "CVE-GHSA-3333 only on servers, and ours renders nothing there\n");

        // When
        Command.Ended ended = look("pkg:npm/svelte@5.0.0", "5.0.0");

        // Then
        assertThat(ended.printed()).contains("explained: GHSA-3333").contains("3 advisories, 0 touch us");
    }

    @Test
    void an_empty_folder_does_not_say_that_all_is_well() throws IOException {
        // Given
        Files.delete(saved.resolve("GHSA-0000.json"));

        // Then
        assertThat(look("pkg:npm/svelte@5.0.0", "5.0.0").exit()).isEqualTo(1);
    }

    private Command.Ended look(String purl, String version) throws IOException {
        Path bom = Files.writeString(
                folder.resolve("bom.json"),
                "{\"components\": [{\"purl\": \"%s\", \"version\": \"%s\"}]}".formatted(purl, version));
        return look(bom);
    }

    private Command.Ended look(Path bom) throws IOException {
        return Command.of("node", folder.resolve("osv.cjs").toString(), bom.toString(), saved.toString())
                .run();
    }

    /** Of a tree in which nothing was built, and one image with these packages. */
    private Path billOf(String status) throws IOException {
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("testbed/target/keycloak"));
        for (String service : List.of("intake-service", "triage-service")) {
            Path webui = Files.createDirectories(tree.resolve(service + "/src/main/webui"));
            Files.writeString(webui.resolve("package-lock.json"), "{\"packages\": {}}");
        }
        Path shipped = Files.createDirectory(folder.resolve("shipped"));
        Path packages = Files.createDirectory(folder.resolve("packages"));
        Files.writeString(packages.resolve("penah_jre_25"), status);
        Path bom = folder.resolve("bom.json");
        // What it says besides goes elsewhere.
        Command.of(
                        "sh",
                        "-c",
                        "exec node ../.ci/bom.cjs \"$0\" \"$1\" \"$2\" 0.1.0 2>/dev/null",
                        tree.toString(),
                        shipped.toString(),
                        packages.toString())
                .output(bom)
                .succeed();
        return bom;
    }

    private void advisory(String id, String ecosystem, String name, String affected) throws IOException {
        Files.writeString(saved.resolve(id + ".json"), """
            {"id": "%s", "aliases": ["CVE-%s"], "affected": [{"package": {"ecosystem": "%s", "name": "%s"}, %s}]}\
            """.formatted(id, id, ecosystem, name, affected));
    }
}

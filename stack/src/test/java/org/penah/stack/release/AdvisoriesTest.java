package org.penah.stack.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return Command.of("node", folder.resolve("osv.cjs").toString(), bom.toString(), saved.toString())
                .run();
    }

    private void advisory(String id, String ecosystem, String name, String affected) throws IOException {
        Files.writeString(saved.resolve(id + ".json"), """
            {"id": "%s", "aliases": ["CVE-%s"], "affected": [{"package": {"ecosystem": "%s", "name": "%s"}, %s}]}\
            """.formatted(id, id, ecosystem, name, affected));
    }
}

package org.penah.sealing.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.sealing.minisign.TestRootKey;
import org.penah.testbed.program.Command;

/** The page's {@code manifest.js} and {@code minisign.js} accept and refuse what Java does. */
class ManifestJavaScriptTest {

    private static final TestRootKey ROOT = new TestRootKey();
    private static final KeyManifest MANIFEST =
            ManifestSpellings.manifest(3, LocalDate.parse("2026-11-24"), LocalDate.parse("2027-02-21"));

    private final Path folder;

    ManifestJavaScriptTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void knowsEachDaysStateAndEpoch() throws Exception {
        // Given
        byte[] json = MANIFEST.toJson();
        var said = new ArrayList<String>();

        // When
        for (String day : List.of("2026-11-23", "2027-01-21", "2027-01-22", "2027-02-22", "2027-03-07", "2027-03-08")) {
            said.addAll(verify(List.of(line(json, sign(json), ROOT, 3)), day));
        }

        // Then
        assertThat(said)
                .containsExactly(
                        "3 NOT_YET_VALID none", "3 VALID 3", "3 ENDS_SOON 3", "3 GRACE 3", "3 GRACE 3", "3 CLOSED 3");
    }

    @Test
    void refusesEveryOtherSpelling() throws Exception {
        // Given
        List<String> lines = ManifestSpellings.others(MANIFEST)
                .map(spelling -> spelling.getBytes(StandardCharsets.UTF_8))
                .map(json -> line(json, sign(json), ROOT, 0))
                .toList();

        // When
        List<String> said = verify(lines, "2026-11-24");

        // Then
        assertThat(said).isEqualTo(Collections.nCopies(lines.size(), "refused"));
    }

    @Test
    void refusesAnotherKeyAnotherSignatureAndAnOldSerial() throws Exception {
        // Given
        byte[] json = MANIFEST.toJson();
        String signature = sign(json);
        List<String> lines = List.of(
                line(json, signature, new TestRootKey(), 0),
                line(json, signature.replace("penah", "Penah"), ROOT, 0),
                line(json, sign(new byte[0]), ROOT, 0),
                line(json, "", ROOT, 0),
                line(json, signature, ROOT, 4));

        // When
        List<String> said = verify(lines, "2026-11-24");

        // Then
        assertThat(said).isEqualTo(Collections.nCopies(lines.size(), "refused"));
    }

    private static String sign(byte[] json) {
        return ROOT.sign(json, "penah keys");
    }

    private static String line(byte[] json, String signature, TestRootKey root, int highest) {
        return "{\"json\":\"%s\",\"signature\":\"%s\",\"root\":\"%s\",\"highest\":%d}"
                .formatted(
                        Base64.getEncoder().encodeToString(json),
                        signature.replace("\n", "\\n"),
                        root.publicKey().toBase64(),
                        highest);
    }

    private List<String> verify(List<String> lines, String today) throws IOException {
        Path file = Files.write(folder.resolve("lines"), lines);
        return Command.of("node", "manifest.mjs", file.toString(), today)
                .in(Path.of("target", "js"))
                .succeed()
                .lines()
                .toList();
    }
}

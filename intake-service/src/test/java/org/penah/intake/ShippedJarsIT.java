package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists every class in the jars that the service's image carries: docs/adr/0036-what-services-carry.md. */
class ShippedJarsIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");

    private static final Pattern OURS = Pattern.compile(
            "org/penah/(intake|outbox|sealing/(age|decision|digest|manifest|minisign|receipt|tip|webhook))/.*");

    private static final TreeSet<String> CLASSES = new TreeSet<>();

    @BeforeAll
    static void list() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (var zip = new ZipFile(jar.toFile())) {
                    zip.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class"))
                            .forEach(CLASSES::add);
                }
            }
        }
    }

    @Test
    void of_our_own_it_carries_what_services_may() {
        // When
        List<String> others = CLASSES.stream()
                .filter(name ->
                        name.startsWith("org/penah/") && !OURS.matcher(name).matches())
                .toList();

        // Then
        assertThat(CLASSES).contains("org/penah/sealing/age/AgeEncryptor.class");
        assertThat(others).isEmpty();
    }

    @Test
    void it_verifies_what_the_root_key_signed_and_cannot_sign() {
        // When
        List<String> minisign = topLevelClasses("org/penah/sealing/minisign/");

        // Then
        assertThat(minisign)
                .containsExactly(
                        "MinisignException", "MinisignPublicKey", "MinisignSignature", "MinisignText", "package-info");
    }

    @Test
    void it_writes_tips_and_cannot_read_them() {
        // When
        List<String> tip = topLevelClasses("org/penah/sealing/tip/");

        // Then
        assertThat(tip)
                .containsExactly(
                        "Padme",
                        "SealedSize",
                        "TipBounds",
                        "TipContent",
                        "TipFile",
                        "TipJson",
                        "TipRefusedException",
                        "TipWriter",
                        "ZipHeader",
                        "package-info");
    }

    @Test
    void it_has_no_command_line() {
        assertThat(topLevelClasses("picocli/")).isEmpty();
    }

    /** Without those that Quarkus makes for its templates. */
    private static List<String> topLevelClasses(String folder) {
        return CLASSES.stream()
                .filter(name ->
                        name.startsWith(folder) && !name.contains("$") && !name.endsWith("_ValueResolver.class"))
                .map(name -> name.substring(folder.length(), name.length() - ".class".length()))
                .toList();
    }
}

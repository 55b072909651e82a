package org.penah.stack.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** A release is refused for each single reason, and what differs between two builds is named. */
class ReleaseTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String JAR = "quarkus/generated-bytecode.jar";

    @TempDir
    Path folder;

    @Test
    void what_is_not_ready_is_refused_before_anything_is_built() throws Exception {
        // Given
        Programs.orSkip("minisign");
        Path clone = repository();
        Path key = Files.writeString(folder.resolve("key"), "not read before all is well");
        Files.writeString(clone.resolve("SECURITY.md"), "Write to security@penah.example.");
        Files.writeString(clone.resolve("CHANGELOG.md"), "## 0.9.9\n");
        Files.writeString(clone.resolve("pom.xml"), "<version>0.1.0-SNAPSHOT</version>");
        Files.createDirectories(clone.resolve("stack/src/main/images"));
        Files.writeString(clone.resolve("stack/src/main/images/build"), "readonly version=0.1.0\n");

        // When
        Command.Ended ended = Command.of(
                        clone.resolve(".ci/release").toString(),
                        "0.9.9",
                        key.toString(),
                        folder.resolve("out").toString())
                .run();

        // Then
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.text())
                .contains("changes that are not committed")
                .contains("SECURITY.md names nobody")
                .contains("CHANGELOG.md has no entry \"## 0.9.9 (")
                .contains("pom.xml does not say 0.9.9-SNAPSHOT")
                .contains("images/build does not say 0.9.9");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_placeholder_alone_is_reason_enough() throws Exception {
        // Given
        Programs.orSkip("minisign");
        Path clone = repository();
        Files.writeString(clone.resolve("SECURITY.md"), "Write to security@penah.example.");
        Files.writeString(clone.resolve("CHANGELOG.md"), "## 0.1.0 (2026-11-30)\n");
        Files.writeString(clone.resolve("pom.xml"), "<version>0.1.0-SNAPSHOT</version>");
        Files.createDirectories(clone.resolve("stack/src/main/images"));
        Files.writeString(clone.resolve("stack/src/main/images/build"), "readonly version=0.1.0\n");
        Command.of("git", "add", "--all").in(clone).succeed();
        Command.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "all")
                .in(clone)
                .succeed();

        // When
        Command.Ended ended = Command.of(
                        clone.resolve(".ci/release").toString(),
                        "0.1.0",
                        clone.resolve("pom.xml").toString(),
                        folder.resolve("out").toString())
                .run();

        // Then
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.text().lines().filter(line -> line.startsWith("  - ")))
                .containsExactly("  - SECURITY.md names nobody who takes reports of vulnerabilities");
    }

    @Test
    void quarkus_may_order_its_statements_otherwise_and_nobody_else() throws Exception {
        // Given
        String one = "put(\"proxykey7\"); put(\"b\");";
        String other = "put(\"b\"); put(\"proxykey12\");";
        jar(folder.resolve("a/x-service/target/quarkus-app").resolve(JAR), compiled(one));
        jar(folder.resolve("b/x-service/target/quarkus-app").resolve(JAR), compiled(other));
        Command.Ended quarkus = compare();

        // When
        jar(folder.resolve("a/lib/ours.jar"), compiled(one));
        jar(folder.resolve("b/lib/ours.jar"), compiled(other));

        // Then
        assertThat(quarkus.printed()).contains("1 files, 0 differ; 1 classes");
        Command.Ended ours = compare();
        assertThat(ours.exit()).isEqualTo(1);
        assertThat(ours.text()).contains("differs: lib/ours.jar");
    }

    @Test
    void a_statement_that_one_build_has_more_is_named() throws Exception {
        // Given
        String jar = "x-service/target/quarkus-app/" + JAR;
        for (String changed :
                List.of("put(\"a\"); put(\"c\");", "put(\"a\");", "put(\"a\"); put(\"b\"); put(\"b\");")) {
            jar(folder.resolve("a").resolve(jar), compiled("put(\"a\"); put(\"b\");"));
            jar(folder.resolve("b").resolve(jar), compiled(changed));

            // When
            Command.Ended ended = compare();

            // Then
            assertThat(ended.exit()).as(changed).isEqualTo(1);
            assertThat(ended.text()).contains("differs: A.class in " + jar);
        }
    }

    @Test
    void a_file_that_one_build_lacks_is_named() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("a/penah"), "same");
        Files.writeString(folder.resolve("b/penah"), "same");
        Files.writeString(folder.resolve("b/form.js"), "new");

        // When
        Command.Ended ended = compare();

        // Then
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.text()).contains("b: form.js").contains("2 files, 1 differ");
    }

    private Path repository() throws IOException {
        Path clone = folder.resolve("clone");
        Files.createDirectories(clone.resolve(".ci"));
        Files.copy(REPOSITORY.resolve(".ci/release"), clone.resolve(".ci/release"), StandardCopyOption.COPY_ATTRIBUTES);
        Command.of("git", "init", "--quiet").in(clone).succeed();
        return clone;
    }

    private Command.Ended compare() {
        return Command.ofJdk(
                        "java",
                        List.of(
                                REPOSITORY.resolve(".ci/Compare.java").toString(),
                                folder.resolve("a").toString(),
                                folder.resolve("b").toString()))
                .run();
    }

    private byte[] compiled(String statements) throws IOException {
        Path source = Files.writeString(
                folder.resolve("A.java"),
                "class A { static void put(String key) {} static void all() { %s } }".formatted(statements));
        int exit = ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, source.toString());
        assertThat(exit).isZero();
        return Files.readAllBytes(folder.resolve("A.class"));
    }

    private static void jar(Path jar, byte[] a) throws IOException {
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("A.class"));
            out.write(a);
        }
    }
}

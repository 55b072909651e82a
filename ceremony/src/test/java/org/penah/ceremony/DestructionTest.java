package org.penah.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.sealing.age.HybridIdentity;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** What a disk holds of an epoch's key once it was destroyed. */
class DestructionTest {

    private static final LocalDate DAY = LocalDate.parse("2026-01-01");
    private static final List<String> COPIES = List.of("recovery.age", "members/leyla.age", "members/orkhan.age");

    private final Path folder;
    private final Ceremony ceremony;
    private final Path epoch;

    DestructionTest(@TempDir Path folder) {
        this.folder = folder;
        this.ceremony = new Ceremony(folder.resolve("keys"));
        this.epoch = folder.resolve("keys/queues/threat/1");
    }

    @BeforeEach
    void twoEpochs() throws IOException {
        PrivateFile.write(
                folder.resolve("keys/recovery.pub"), HybridIdentity.generate().recipient() + "\n");
        for (String member : List.of("leyla", "orkhan")) {
            ceremony.addMember(member, HybridIdentity.generate().recipient());
        }
        ceremony.addQueue("threat", List.of("leyla", "orkhan"));
        ceremony.startEpoch("threat", DAY);
        ceremony.startEpoch("threat", DAY);
    }

    @Test
    void everyCopyIsOverwrittenAndGone() throws IOException {
        // Given
        for (String copy : COPIES) {
            Files.createLink(folder.resolve(copy.replace('/', '-')), epoch.resolve(copy));
        }
        long length = Files.size(epoch.resolve("recovery.age"));

        // When
        int destroyed = ceremony.destroy("threat", 1, DAY);

        // Then
        assertThat(destroyed).isEqualTo(COPIES.size());
        assertThat(COPIES).allSatisfy(copy -> {
            assertThat(epoch.resolve(copy)).doesNotExist();
            assertThat(folder.resolve(copy.replace('/', '-')))
                    .as("what a link of another name still shows")
                    .hasBinaryContent(new byte[(int) length]);
        });
    }

    /** A file that is cut to nothing first gives its old blocks back as they are, and gets others. */
    @Test
    void itIsOverwrittenWhereItLiesAndOnTheDiskBeforeItsNameGoes() throws IOException {
        // Given
        Path trace = folder.resolve("trace");
        List<String> strace = List.of(
                "strace",
                "-f",
                "-qq",
                "-y",
                "-e",
                "trace=openat,ftruncate,fsync,unlink,unlinkat",
                "-o",
                trace.toString());
        Command.Ended tried = Command.of("sh", "-c", "exit 0").behind(strace).run();
        if (tried.exit() != 0) {
            Programs.skip("strace may not trace here: " + tried.text());
        }

        // When
        Command.ofJdk(
                        "java",
                        List.of(
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                "org.penah.ceremony.cli.Main",
                                "keys",
                                "destroy",
                                "threat",
                                "1",
                                "--yes",
                                "--dir",
                                folder.resolve("keys").toString()))
                .behind(strace)
                .succeed();

        // Then
        String calls = Files.readString(trace);
        for (String copy : COPIES) {
            String path = Pattern.quote(epoch.resolve(copy).toString());
            assertThat(calls)
                    .doesNotContainPattern(path + "\"?,[^\\n]*O_TRUNC")
                    .doesNotContainPattern("ftruncate[^\\n]*" + path)
                    .containsPattern("(?s)fsync\\(\\d+<%s>\\).*unlink[^\\n]*\"%s\".*fsync\\(\\d+<%s>\\)"
                            .formatted(
                                    path,
                                    path,
                                    Pattern.quote(
                                            epoch.resolve(copy).getParent().toString())));
        }
    }
}

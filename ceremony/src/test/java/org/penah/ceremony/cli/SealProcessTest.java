package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;

/** The command as a separate program: with little memory, and stopped by its user. */
class SealProcessTest {

    private static final int MEGABYTE = 1 << 20;

    private final Path folder;
    private final SignedList list = new SignedList();

    SealProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sealsAFileThatIsLargerThanItsMemory() throws IOException {
        // Given
        Path video = video(200);

        // When
        String said = seal(video).succeed();

        // Then
        assertThat(said).contains("Sealed to the key of threat");
        assertThat(Files.size(folder.resolve("tip.age"))).isGreaterThan(200L * MEGABYTE);
    }

    @Test
    void leavesNothingHalfWrittenWhenItIsStopped() throws Exception {
        // Given
        Process process = seal(video(2000)).start();
        Path output = folder.resolve("tip.age");
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(output) && Files.size(output) >= MEGABYTE);

        // When
        process.destroy();

        // Then
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(output).doesNotExist();
    }

    private Command seal(Path file) throws IOException {
        list.write(folder.resolve("keys.json"), 1, 1);
        return Command.ofJdk(
                        "java",
                        List.of(
                                "-Xmx24m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Main.class.getName(),
                                "seal",
                                "-P",
                                list.rootKey(),
                                "--queue",
                                "threat",
                                file.toString()))
                .in(folder);
    }

    /** Takes no room on the disk. */
    private Path video(int megabytes) throws IOException {
        Path video = folder.resolve("video.mp4");
        try (var file = new RandomAccessFile(video.toFile(), "rw")) {
            file.setLength((long) megabytes * MEGABYTE);
        }
        return video;
    }
}

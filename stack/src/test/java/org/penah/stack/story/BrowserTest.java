package org.penah.stack.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {

    /** Runs in a JVM of its own: Playwright keeps the driver that it found first. */
    static final class Look {

        public static void main(String... arguments) {
            System.out.println(Browser.find().isPresent() ? "found" : "none");
        }
    }

    @Test
    void thereIsNoBrowserWherePlaywrightsDriverDoesNotStart(@TempDir Path folder) throws Exception {
        // Given
        ProcessBuilder look = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Look.class.getName())
                .redirectErrorStream(true);
        // As on musl: the program is there, and cannot be run.
        look.environment().put("PLAYWRIGHT_NODEJS_PATH", folder.toString());

        // When
        Process looked = look.start();
        String said = new String(looked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(looked.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("none");
    }
}

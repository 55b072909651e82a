package org.penah.testbed.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;

class ChromiumTest {

    /** Runs in a separate JVM: Playwright keeps the driver that it found first. */
    static final class Look {

        public static void main(String... arguments) {
            System.out.println(Chromium.find().isPresent() ? "found" : "none");
        }
    }

    @Test
    void there_is_none_where_playwrights_driver_does_not_start(@TempDir Path folder) {
        // When: as on musl, the driver is there and cannot be run
        String said = Command.ofJdk("java", List.of("-cp", System.getProperty("java.class.path"), Look.class.getName()))
                .with("PLAYWRIGHT_NODEJS_PATH", folder.toString())
                .succeed();

        // Then
        assertThat(said.strip()).isEqualTo("none");
    }
}

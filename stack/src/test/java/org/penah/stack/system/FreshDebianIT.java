package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Programs;

/** When the power goes, {@code InstallIT}'s server loses what a real one would. */
class FreshDebianIT {

    @TempDir
    Path folder;

    @Test
    void without_power_a_disk_has_what_was_flushed_and_no_more() throws Exception {
        // Given
        Programs.orSkip("docker", "mmdebstrap");
        try (FreshDebian server = new FreshDebian(folder)) {
            server.run("/var/lib/docker", "echo kept > flushed; sync flushed; echo lost > written; cat written");

            // When
            server.losePower();

            // Then
            assertThat(server.run("/var/lib/docker", "cat flushed; cat written || true"))
                    .startsWith("kept\n")
                    .doesNotContain("lost");
        }
    }
}

package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;

/** A command that needs room on a disk says how much is missing. */
class DiskSpaceTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void folders_on_one_disk_share_its_room() throws IOException {
        // Given
        DiskSpace enough = new DiskSpace(place -> 5 * GIB);
        DiskSpace tooLittle = new DiskSpace(place -> 5 * GIB - 1);

        // When
        for (DiskSpace space : new DiskSpace[] {enough, tooLittle}) {
            space.and(folder, 2 * GIB).and(folder.resolve("made/later"), GIB);
        }

        // Then
        enough.require("a test");
        assertThatThrownBy(() -> tooLittle.require("a test"))
                .isInstanceOf(StackFailure.class)
                .hasMessage(
                        "a test needs up to 3.0 GiB on the disk of %s, and 2 GiB must stay free: 0.1 GiB are missing. Nothing was changed.",
                        folder);
    }
}

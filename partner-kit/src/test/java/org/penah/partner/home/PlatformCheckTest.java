package org.penah.partner.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformCheckTest {

    private final String system = System.getProperty("os.name");

    @TempDir
    Path temporary;

    @AfterEach
    void restore() {
        System.setProperty("os.name", system);
    }

    @Test
    void where_files_have_no_permissions_init_is_refused_and_says_what_to_use() throws Exception {
        // Given a file system without them, as Windows has
        try (FileSystem without = FileSystems.newFileSystem(temporary.resolve("disk.zip"), Map.of("create", "true"))) {
            System.setProperty("os.name", "Windows 11");
            Path folder = without.getPath("/partner");

            // Then
            assertThatThrownBy(() -> PlatformCheck.requireCapable(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Windows 11 cannot keep keys here for their owner alone")
                    .hasMessageContaining("Use Linux");
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void a_disk_that_has_permissions_and_no_links_is_refused_too() throws Exception {
        try (FileSystem without = FileSystems.newFileSystem(
                temporary.resolve("disk.zip"), Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            assertThatThrownBy(() -> PlatformCheck.requireCapable(without.getPath("/partner")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk of /partner cannot keep keys for their owner alone");
        }
    }

    @Test
    void linux_passes_without_a_word_and_leaves_nothing_behind() throws Exception {
        PlatformCheck.requireCapable(temporary.resolve("partner"));
        assertThat(temporary.resolve("partner")).isEmptyDirectory();
        System.setProperty("os.name", "Linux");
        assertThat(PlatformCheck.warning()).isEmpty();
    }

    @Test
    void elsewhere_it_says_that_nobody_has_tried() {
        System.setProperty("os.name", "Mac OS X");
        assertThat(PlatformCheck.warning())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("tested on Linux alone", "On Mac OS X nobody has tried it", "penah-partner drill"));
    }
}

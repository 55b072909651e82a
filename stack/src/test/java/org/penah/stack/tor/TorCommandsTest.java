package org.penah.stack.tor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.StackFailure;

class TorCommandsTest {

    @TempDir
    Path folder;

    @Test
    void saysWhatToInstallWhereTorIsMissing() {
        // Given a path without it

        // When
        assertThatThrownBy(() -> TorCommands.find("tor-gencert", folder + ":/nowhere", List.of()))

                // Then
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("tor-gencert, which is not installed")
                .hasMessageContaining("apt-get install tor");
    }

    @Test
    void looksAlsoWhereOnlyAdministratorsAreSentTo() throws IOException {
        // Given
        Path tor = folder.resolve("tor");
        Files.createFile(tor, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        // When
        String found = TorCommands.find("tor", "/nowhere", List.of(folder.toString()));

        // Then
        assertThat(found).isEqualTo(tor.toString());
    }
}

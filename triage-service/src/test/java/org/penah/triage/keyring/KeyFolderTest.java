package org.penah.triage.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.triage.memberkey.MemberKeys.CeremonyKey;

class KeyFolderTest {

    private static final String SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nx\n";

    @TempDir
    Path folder;

    @BeforeEach
    void a_ceremony() throws IOException {
        write("root.key", "secret");
        write("recovery.age", SEALED);
        write("members/aysel.pub", "age1pq1x");
        write("members/aysel.age", SEALED);
        write("queues/threat/members", "aysel\n");
        write("queues/threat/1/recipient", "age1pq1x");
        write("queues/threat/1/recovery.age", SEALED);
        write("queues/threat/1/members/aysel.age", SEALED);
        write("queues/threat/12/members/aysel.age", SEALED);
    }

    @Test
    void only_what_is_sealed_to_members_is_read() throws IOException {
        // When
        List<QueueKey> queues = new KeyFolder(folder).queueKeys();
        List<CeremonyKey> members = new KeyFolder(folder).memberKeys();

        // Then
        assertThat(queues)
                .extracting(key -> key.queue + " " + key.epoch + " " + key.member)
                .containsExactly("threat 1 aysel", "threat 12 aysel");
        assertThat(members).extracting(CeremonyKey::member).containsExactly("aysel");
    }

    @Test
    void a_key_that_is_not_sealed_is_refused_by_its_place() throws IOException {
        // Given
        write("members/rauf.age", "AGE-SECRET-KEY-PQ-1CANARY");

        // When
        assertThatThrownBy(() -> new KeyFolder(folder).memberKeys())
                // Then
                .hasMessage("members/rauf.age is not an armored age file");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

package org.penah.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.sealing.age.HybridIdentity;

/** A ceremony whose computer went dark halfway, and what repeating it does. */
class BrokenCeremonyTest {

    private static final List<String> IN_ORDER =
            List.of("root.key", "root.pub", "recovery.age", "recovery.pub", "receipt.salt");
    private static final LocalDate DAY = LocalDate.parse("2026-01-01");

    private final Path keys;
    private final Ceremony ceremony;

    BrokenCeremonyTest(@TempDir Path folder) {
        this.keys = folder.resolve("keys");
        this.ceremony = new Ceremony(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void saysWhatIsToBeRemovedOfAnInitThatBrokeOff(int files) throws IOException {
        // Given
        List<String> left = IN_ORDER.subList(0, files);
        for (String name : left) {
            // The last one may be there without its content.
            PrivateFile.write(keys.resolve(name), name.equals("receipt.salt") ? "" : "x");
        }

        // When
        assertThatThrownBy(this::init)

                // Then
                .isInstanceOf(CeremonyException.class)
                .hasMessageContaining("remove " + String.join(", ", left) + ", then repeat it");
        assertThat(keys)
                .isDirectoryNotContaining(
                        file -> !left.contains(file.getFileName().toString()));
    }

    @Test
    void makesAllOfItOnceThatIsRemoved() throws IOException {
        // Given
        PrivateFile.write(keys.resolve("root.key"), "");
        Files.delete(keys.resolve("root.key"));

        // When
        init();

        // Then
        assertThat(IN_ORDER).allSatisfy(name -> assertThat(keys.resolve(name)).isNotEmptyFile());
        assertThatThrownBy(this::init).hasMessage("this folder has a root key already");
    }

    static Stream<Arguments> inUse() {
        return Stream.of(
                Arguments.of(List.of("root.pub", "recovery.pub", "receipt.salt")),
                Arguments.of(List.of("root.pub", "recovery.pub", "members/leyla.pub")),
                Arguments.of(List.of("root.pub", "signed/1/keys.json")));
    }

    /** Where root.key and recovery.age lie in a safe, as they shall, and perhaps something was lost as well. */
    @ParameterizedTest
    @MethodSource("inUse")
    void makesNoOtherKeysInAFolderThatIsInUseAndAsksNobodyToRemoveIts(List<String> there) throws IOException {
        // Given
        for (String name : there) {
            PrivateFile.write(keys.resolve(name), "x");
        }

        // When
        assertThatThrownBy(this::init)

                // Then
                .isInstanceOf(CeremonyException.class)
                .hasMessage("this folder has a root key already");
        assertThat(keys.resolve("root.key")).doesNotExist();
    }

    @Test
    void startsAnEpochAnewThatBrokeOff() throws IOException {
        // Given
        beginQueue();
        Path making = keys.resolve("queues/threat/.making-1");
        PrivateFile.write(making.resolve("recovery.age"), "half of it");
        PrivateFile.write(making.resolve("members/orkhan.age"), "");

        // When
        int epoch = ceremony.startEpoch("threat", DAY);

        // Then
        assertThat(epoch).isEqualTo(1);
        assertThat(making).doesNotExist();
        assertThat(ceremony.describe("threat", 1)).isEqualTo("from 2026-01-01, sealed to leyla and recovery");
        assertThat(keys.resolve("queues/threat/1/recovery.age")).content().startsWith("-----BEGIN AGE");
    }

    @Test
    void takesOverTheDesksEpochWhereOneBrokeOff() throws IOException {
        // Given
        beginQueue();
        PrivateFile.write(keys.resolve("queues/threat/.making-1/recovery.age"), "half of it");
        var made = new DeskEpoch("threat", 1, HybridIdentity.generate().recipient(), "a sealed copy");

        // When
        ceremony.adoptEpoch(made, DAY, Fingerprint.of(made.recipient()));

        // Then
        assertThat(ceremony.describe("threat", 1)).contains("made at the desk");
        assertThat(keys.resolve("queues/threat/1/recovery.age")).content().isEqualTo("a sealed copy");
    }

    @Test
    void beginsAQueueWhoseFolderIsAllThatThereIs() throws IOException {
        // Given
        Files.createDirectories(keys.resolve("queues/threat"));

        // When
        beginQueue();

        // Then
        assertThat(ceremony.membersOf("threat")).containsExactly("leyla");
    }

    private void beginQueue() throws IOException {
        PrivateFile.write(
                keys.resolve("recovery.pub"), HybridIdentity.generate().recipient() + "\n");
        ceremony.addMember("leyla", HybridIdentity.generate().recipient());
        ceremony.addQueue("threat", List.of("leyla"));
    }

    private void init() throws IOException {
        ceremony.init("root passphrase".toCharArray(), "recovery passphrase".toCharArray());
    }
}

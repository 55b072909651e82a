package org.penah.triage.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFolderTest {

    private static final String SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nCANARY\n";

    @TempDir
    Path place;

    @Test
    void a_lock_is_made_once_and_is_its_owners_alone() throws IOException {
        // When
        String locked = new LockFolder(place).obtain("threat", 1).close("aysel", SEALED);

        // Then
        assertThat(locked).startsWith("locked:").doesNotContain("AGE");
        assertThat(new LockFolder(place).obtain("threat", 1).open("aysel", locked))
                .contains(SEALED);
        assertThat(files()).containsExactly("threat.1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("threat.1"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_lock_opens_nothing_in_anothers_place_and_nothing_of_another_epoch() throws IOException {
        // Given
        LockFolder folder = new LockFolder(place);
        EpochLock lock = folder.obtain("threat", 1);
        String locked = lock.close("threat/1/aysel", SEALED);

        // When
        EpochLock other = folder.obtain("threat", 2);

        // Then
        assertThat(other.open("threat/1/aysel", locked)).isEmpty();
        assertThat(lock.open("threat/1/rauf", locked)).isEmpty();
        assertThat(lock.open("threat/1/aysel", "locked:AAAA")).isEmpty();
        assertThat(lock.close("threat/1/aysel", SEALED)).isNotEqualTo(locked);
        assertThat(lock).hasToString("EpochLock[redacted]");
    }

    @Test
    void what_was_destroyed_is_overwritten_and_gone() throws IOException {
        // Given
        LockFolder folder = new LockFolder(place);
        String locked = folder.obtain("threat", 1).close("aysel", SEALED);
        byte[] key = Files.readAllBytes(place.resolve("threat.1"));
        Path sameBlocks = Files.createLink(place.resolve("kept"), place.resolve("threat.1"));

        // When
        folder.destroy("threat", 1);
        folder.destroy("threat", 1);

        // Then
        assertThat(Files.readAllBytes(sameBlocks)).hasSameSizeAs(key).isNotEqualTo(key);
        assertThat(files()).containsExactly("kept");
        assertThat(folder.find("threat", 1)).isEmpty();
        assertThat(folder.obtain("threat", 1).open("aysel", locked)).isEmpty();
    }

    /** Often, because what would go wrong goes wrong seldom. */
    @RepeatedTest(40)
    void instances_that_make_a_lock_at_once_have_the_same_one() throws Exception {
        // Given
        int instances = 8;
        CyclicBarrier together = new CyclicBarrier(instances);
        ExecutorService threads = Executors.newFixedThreadPool(instances);
        try {
            // When
            List<Future<String>> locked = IntStream.range(0, instances)
                    .mapToObj(each -> threads.submit(() -> {
                        together.await();
                        return new LockFolder(place).obtain("threat", 1).close("aysel", SEALED);
                    }))
                    .toList();

            // Then
            Set<String> opened = new HashSet<>();
            for (Future<String> each : locked) {
                opened.add(new LockFolder(place)
                        .obtain("threat", 1)
                        .open("aysel", each.get())
                        .orElse("nothing"));
            }
            assertThat(opened).containsExactly(SEALED);
            assertThat(files()).containsExactly("threat.1");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_folder_that_is_not_there_is_not_made() {
        // Given
        LockFolder folder = new LockFolder(place.resolve("unmounted"));

        // When
        assertThatThrownBy(() -> folder.obtain("threat", 1))
                // Then
                .isInstanceOf(IOException.class);
        assertThat(folder.isThere()).isFalse();
        assertThat(place.resolve("unmounted")).doesNotExist();
    }

    @Test
    void the_name_of_a_queue_is_no_path() {
        // When
        assertThatThrownBy(() -> new LockFolder(place).obtain("../threat", 1))
                // Then
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

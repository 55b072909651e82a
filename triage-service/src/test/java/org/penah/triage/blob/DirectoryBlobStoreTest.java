package org.penah.triage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The folder that both services share on one server, with somebody inside intake-service. */
class DirectoryBlobStoreTest {

    /** As the image and docs/install.md have it: nobody but the folder's owner, triage-service, moves away what is another's. */
    private static final int MODE = 03770;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final UUID id = UUID.randomUUID();
    private Path arrived;
    private Path kept;
    private BlobStore store;

    @BeforeEach
    void open() {
        arrived = folder.resolve("blobs");
        kept = arrived.resolve("kept");
        store = new DirectoryBlobStore(vertx, arrived);
    }

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    @Test
    void what_has_arrived_is_read_and_taken_and_read_again() throws IOException {
        // Given
        Files.writeString(arrived.resolve(id.toString()), "sealed");
        Files.writeString(arrived.resolve(UUID.randomUUID() + ".part"), "on its way");
        assertThat(read()).isEqualTo("sealed");
        assertThat(await(store.untaken())).containsExactly(id);

        // When
        await(store.take(id));
        await(store.take(id));

        // Then
        assertThat(read()).isEqualTo("sealed");
        assertThat(await(store.untaken())).isEmpty();
        assertThat(arrived.resolve(id.toString())).doesNotExist();
        assertThat(kept.resolve(id.toString())).exists();
    }

    @Test
    void nothing_that_is_kept_is_replaced_by_what_arrives_under_its_name() throws IOException {
        // Given
        Files.writeString(arrived.resolve(id.toString()), "sealed");
        await(store.take(id));
        Files.writeString(arrived.resolve(id.toString()), "another");

        // When
        assertThatThrownBy(() -> await(store.take(id)))
                .hasRootCauseInstanceOf(java.nio.file.FileAlreadyExistsException.class);

        // Then
        assertThat(read()).isEqualTo("sealed");
        await(store.delete(id));
        assertThat(arrived.resolve(id.toString())).doesNotExist();
        assertThat(kept.resolve(id.toString())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ln -s /etc/hostname", "mkfifo", "mkdir"})
    void what_is_no_file_is_neither_read_nor_taken_and_keeps_nothing_from_being_deleted(String made)
            throws IOException {
        // Given
        Command.of("sh", "-c", made + " " + arrived.resolve(id.toString())).succeed();

        // When
        assertThatThrownBy(this::read).isInstanceOf(BlobGoneException.class);
        assertThatThrownBy(() -> await(store.take(id))).isInstanceOf(BlobGoneException.class);

        // Then
        assertThat(kept.resolve(id.toString())).doesNotExist();
        Files.writeString(kept.resolve(id.toString()), "sealed");
        await(store.delete(id));
        assertThat(kept.resolve(id.toString())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkdir -m 755", "ln -s /tmp", "touch"})
    void a_place_for_what_is_kept_that_somebody_else_made_is_refused(String made) throws IOException {
        // Given
        Files.delete(kept);
        Command.of("sh", "-c", made + " " + kept).succeed();

        // When
        assertThatThrownBy(() -> new DirectoryBlobStore(vertx, arrived))

                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("find out who made it");
    }

    @Test
    void somebody_inside_intake_reaches_nothing_that_was_taken() throws IOException {
        // Given
        if (!System.getProperty("user.name").equals("root")) {
            Programs.skip("only root may act as another user");
        }
        Files.setAttribute(folder, "unix:mode", 0755);
        own(arrived);
        own(kept);
        Files.setAttribute(arrived, "unix:mode", MODE);
        assertThat(intruder("umask 027; echo sealed > x.part && mv x.part " + id))
                .isZero();
        assertThat(intruder("cat " + id)).isZero();

        // When
        await(store.take(id));

        // Then
        for (String deed : new String[] {
            "cat kept/" + id,
            "ls kept",
            "rm kept/" + id,
            "ln kept/" + id + " mine",
            "chmod 777 kept",
            "rmdir kept",
            "mv kept elsewhere"
        }) {
            assertThat(intruder(deed)).as(deed).isNotZero();
        }
        assertThat(read()).isEqualTo("sealed\n");
        assertThat(intruder("echo sealed > y.part && mv y.part " + UUID.randomUUID()))
                .isZero();
    }

    private int intruder(String deed) {
        return Command.of(
                        "sh",
                        "-c",
                        "cd '" + arrived + "' && exec setpriv --reuid=10001 --regid=20000 --clear-groups sh -c '" + deed
                                + "'")
                .run()
                .exit();
    }

    private static void own(Path path) throws IOException {
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        view.setOwner(names.lookupPrincipalByName("10002"));
        view.setGroup(names.lookupPrincipalByGroupName("20000"));
    }

    private String read() {
        Buffer whole = await(await(store.get(id)).collect().in(Buffer::buffer, Buffer::appendBuffer));
        return whole.toString();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}

package org.penah.triage.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Browser;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.lock.EpochLocks;

/** How sealed keys get under locks that were there before locks were, or that come in a folder. */
@QuarkusTest
class LockingTest {

    private static final String STORED =
            "select sealed_identity from queue_key where queue = 'shelf' union all select recovery_copy from queue_epoch where queue = 'shelf'";

    private static final String MEMBERS_COPY = "-----BEGIN AGE ENCRYPTED FILE-----\nx\n";

    @Inject
    KeyringImport imports;

    @Inject
    EpochLocks locks;

    @Inject
    QueueKeys keys;

    @Inject
    Mutiny.SessionFactory sessions;

    @AfterEach
    void nothing_is_left() throws Exception {
        Files.deleteIfExists(LocalFolders.lock("shelf", 1));
        sql("delete from queue_key where queue = 'shelf'");
        LocalPostgres.asOwner("delete from queue_epoch where queue = 'shelf'");
    }

    @Test
    void keys_from_before_there_were_locks_get_one_at_the_first_start() throws Throwable {
        // Given
        keysWithoutALock();
        Files.delete(LocalFolders.lockFolderId());
        LocalPostgres.asOwner("delete from lock_folder");

        // When
        imports.bind();
        List<String> once = LocalPostgres.column(STORED);
        imports.bind();

        // Then
        assertThat(once).hasSize(2).allMatch(row -> row.startsWith("locked:"));
        assertThat(LocalPostgres.column(STORED)).isEqualTo(once);
        assertThat(Browser.of("aysel").get("/api/keys").body()).contains("\"sealed\"");
    }

    /** An attacker who writes the database can seal their own key to members, but cannot lock it. */
    @Test
    void a_row_that_comes_later_without_a_lock_is_refused() throws Throwable {
        // Given
        keysWithoutALock();

        // When
        imports.bind();

        // Then
        assertThat(LocalPostgres.column(STORED)).containsExactlyInAnyOrder("sealed", "recovery");
        assertThat(Browser.of("aysel").get("/api/keys").body()).doesNotContain("\"sealed\"");
        assertThat(Browser.of("aysel").get("/api/people").body()).doesNotContain("\"recovery\"");
    }

    @ParameterizedTest
    @CsvSource({"an empty one,,true", "another database's,another,true", "one that the database has lost,same,false"})
    void a_folder_that_is_not_this_databases_is_refused_and_no_lock_is_made(
            String folder, @Nullable String id, boolean known) throws Throwable {
        // Given
        String ours = Files.readString(LocalFolders.lockFolderId());
        String row = LocalPostgres.column("select id from lock_folder").get(0);
        if (id == null) {
            Files.delete(LocalFolders.lockFolderId());
        } else if (id.equals("another")) {
            Files.writeString(LocalFolders.lockFolderId(), UUID.randomUUID().toString());
        }
        if (!known) {
            LocalPostgres.asOwner("delete from lock_folder");
        }
        try {
            // When
            assertThatThrownBy(imports::bind)
                    // Then
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another database");
            if (known) {
                assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> locks.make("shelf", 3)))
                        .hasRootCauseInstanceOf(IOException.class);
                assertThat(LocalFolders.lock("shelf", 3)).doesNotExist();
            }
        } finally {
            Files.writeString(LocalFolders.lockFolderId(), ours);
            LocalPostgres.asOwner("insert into lock_folder (id) values ('" + row + "') on conflict do nothing");
        }
    }

    @Test
    void an_epoch_that_has_lost_its_lock_gets_no_other_one() throws Throwable {
        // Given
        keysWithoutALock();

        // When
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> locks.lock("shelf", 1, "leyla", "sealed")))
                // Then
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(LocalFolders.lock("shelf", 1)).doesNotExist();
    }

    @Test
    void a_row_whose_lock_is_lost_makes_room_for_a_key_and_one_that_opens_stays() throws Throwable {
        // Given
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('shelf', 1, 'x', 'recovery')");
        sql("insert into queue_key (queue, epoch, member, sealed_identity, shown) values"
                + " ('shelf', 1, 'aysel', 'locked:of another folder', true)");
        VertxContextSupport.subscribeAndAwait(() -> locks.make("shelf", 1));

        // When
        keep("sealed again");
        keep("another one");

        // Then
        assertThat(held()).containsExactly("sealed again");
        assertThat(LocalPostgres.column("select shown from queue_key where queue = 'shelf'"))
                .containsExactly("f");
    }

    private void keep(String sealed) throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> sessions.withTransaction(session -> keys.insert(session, "shelf", 1, "aysel", sealed)));
    }

    private static void keysWithoutALock() throws SQLException {
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('shelf', 1, 'x', 'recovery')");
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('shelf', 1, 'aysel', 'sealed')");
    }

    @Test
    void a_folder_of_keys_brings_no_destroyed_epoch_back(@TempDir Path folder) throws Throwable {
        // Given
        LocalPostgres.asOwner(
                "insert into queue_epoch (queue, epoch, recipient, destroyed_on) values ('shelf', 1, 'x', '2026-11-24')");
        write(folder, 1);
        write(folder, 2);

        // When
        imports.take(folder);

        // Then
        assertThat(LocalPostgres.column("select epoch from queue_key where queue = 'shelf'"))
                .containsExactly("2");
        assertThat(LocalPostgres.column(
                        "select epoch from queue_epoch where queue = 'shelf' and recovery_copy like 'locked:%'"))
                .containsExactly("2");
        assertThat(LocalFolders.lock("shelf", 1)).doesNotExist();
    }

    /** On a server that was restored, or whose volume of locks was lost. */
    @Test
    void an_epoch_that_a_browser_made_comes_back_from_the_ceremonys_copy_once_its_lock_is_lost(@TempDir Path folder)
            throws Throwable {
        // Given
        begunByABrowser("age1pq1x");
        write(folder, 1);
        imports.take(folder);
        List<String> before = LocalPostgres.column(STORED);
        Files.delete(LocalFolders.lock("shelf", 1));

        // When
        imports.take(folder);

        // Then
        assertThat(before).hasSize(2).allMatch(row -> row.startsWith("locked:"));
        assertThat(LocalPostgres.column(STORED)).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(held()).containsExactly(MEMBERS_COPY);
        assertThat(Browser.of("aysel").get("/api/people").body()).contains("FILE-----\\ny");
    }

    @Test
    void a_folder_changes_nothing_of_an_epoch_that_a_browser_made_and_that_opens_or_has_another_key(
            @TempDir Path folder) throws Throwable {
        // Given
        begunByABrowser("age1pq1x");
        write(folder, 1);

        // When
        imports.take(folder);

        // Then
        assertThat(held()).containsExactly("sealed by a browser");
        Files.writeString(folder.resolve("queues/shelf/1/recipient"), "age1pq1y");
        Files.delete(LocalFolders.lock("shelf", 1));
        imports.take(folder);
        assertThat(held()).isEmpty();
        assertThat(LocalFolders.lock("shelf", 1)).doesNotExist();
        assertThat(LocalPostgres.column("select begun_on from queue_epoch where queue = 'shelf'"))
                .containsExactly("2026-11-24");
    }

    private void begunByABrowser(String recipient) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> locks.make("shelf", 1));
        String copy =
                VertxContextSupport.subscribeAndAwait(() -> locks.lock("shelf", 1, EpochLocks.RECOVERY, "recovery"));
        sql(
                "insert into queue_epoch (queue, epoch, recipient, recovery_copy, begun_on) values ('shelf', 1, '%s', '%s', '2026-11-24')"
                        .formatted(recipient, copy));
        keep("sealed by a browser");
    }

    private List<String> held() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> sessions.withSession(session -> keys.of(session, "aysel")))
                .stream()
                .filter(key -> key.queue().equals("shelf"))
                .map(QueueKeys.SealedQueue::sealedIdentity)
                .toList();
    }

    private static void write(Path folder, int epoch) throws Exception {
        Path place = Files.createDirectories(folder.resolve("queues/shelf/" + epoch + "/members"));
        Files.writeString(place.resolve("aysel.age"), MEMBERS_COPY);
        Files.writeString(place.resolveSibling("recipient"), "age1pq1x");
        Files.writeString(place.resolveSibling("recovery.age"), "-----BEGIN AGE ENCRYPTED FILE-----\ny\n");
    }

    private static void sql(String sql) throws SQLException {
        LocalPostgres.executeAsService(sql);
    }
}

package org.penah.triage.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.triage.Browser;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;

/** How sealed keys get under locks that were there before locks were, or that come in a folder. */
@QuarkusTest
class LockingTest {

    private static final String STORED =
            "select sealed_identity from queue_key where queue = 'shelf' union all select recovery_copy from queue_epoch where queue = 'shelf'";

    @Inject
    KeyringImport imports;

    @AfterEach
    void nothing_is_left() throws SQLException {
        sql("delete from queue_key where queue = 'shelf'");
        LocalPostgres.asOwner("delete from queue_epoch where queue = 'shelf'");
    }

    @Test
    void keys_from_before_there_were_locks_get_one_at_the_start() throws Throwable {
        // Given
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('shelf', 1, 'x', 'recovery')");
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('shelf', 1, 'aysel', 'sealed')");

        // When
        imports.lockTheRest();
        List<String> once = LocalPostgres.column(STORED);
        imports.lockTheRest();

        // Then
        assertThat(once).hasSize(2).allMatch(row -> row.startsWith("locked:"));
        assertThat(LocalPostgres.column(STORED)).isEqualTo(once);
        assertThat(Browser.of("aysel").get("/api/keys").body()).contains("\"sealed\"");
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

    private static void write(Path folder, int epoch) throws Exception {
        Path place = Files.createDirectories(folder.resolve("queues/shelf/" + epoch + "/members"));
        Files.writeString(place.resolve("aysel.age"), "-----BEGIN AGE ENCRYPTED FILE-----\nx\n");
        Files.writeString(place.resolveSibling("recipient"), "age1pq1x");
        Files.writeString(place.resolveSibling("recovery.age"), "-----BEGIN AGE ENCRYPTED FILE-----\ny\n");
    }

    private static void sql(String sql) throws SQLException {
        LocalPostgres.executeAsService(sql);
    }
}

package org.penah.triage.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.QueueEpochs;
import org.penah.triage.lock.EpochLocks;

/** Sources seal to what the manifest names, whether anybody at the desk can open it or not. */
@QuarkusTest
class AbsentEpochsTest {

    @Inject
    QueueEpochs epochs;

    @Inject
    EpochLocks locks;

    @Inject
    Mutiny.SessionFactory sessions;

    @TempDir
    Path folder;

    @BeforeEach
    void two_epochs_are_here() throws Throwable {
        LocalPostgres.executeAsService("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values"
                + " ('shelf', 1, 'age1pq1one', 'x'), ('shelf', 2, 'age1pq1two', 'x')");
        for (int epoch = 1; epoch <= 2; epoch++) {
            int each = epoch;
            String locked = VertxContextSupport.subscribeAndAwait(
                    () -> locks.make("shelf", each).chain(() -> locks.lock("shelf", each, "aysel", "x")));
            LocalPostgres.executeAsService("insert into queue_key (queue, epoch, member, sealed_identity) values"
                    + " ('shelf', %d, 'aysel', '%s')".formatted(epoch, locked));
        }
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        Files.deleteIfExists(LocalFolders.lock("shelf", 1));
        Files.deleteIfExists(LocalFolders.lock("shelf", 2));
        LocalPostgres.executeAsService("delete from queue_key where queue = 'shelf'");
        LocalPostgres.asOwner("delete from queue_epoch where queue = 'shelf'");
    }

    @Test
    void an_epoch_that_only_the_manifest_knows_is_absent() throws Throwable {
        assertThat(absent("one", "two")).isEmpty();
        assertThat(absent("one", "two", "three")).containsExactly("shelf/3");
    }

    @Test
    void another_key_under_its_number_does_not_open_it() throws Throwable {
        assertThat(absent("one", "another")).containsExactly("shelf/2");
    }

    @Test
    void a_key_that_no_member_has_opens_nothing() throws Throwable {
        // Given
        LocalPostgres.executeAsService("delete from queue_key where queue = 'shelf' and epoch = 2");

        // Then
        assertThat(absent("one", "two")).containsExactly("shelf/2");
    }

    /** As in each row of a restored database: no backup has the locks. */
    @Test
    void a_key_whose_lock_is_lost_opens_nothing() throws Throwable {
        // Given
        Files.delete(LocalFolders.lock("shelf", 2));

        // Then
        assertThat(absent("one", "two")).containsExactly("shelf/2");
    }

    @Test
    void an_epoch_that_no_source_seals_to_any_more_is_not_missed() throws Throwable {
        // Given
        LocalPostgres.executeAsService("delete from queue_key where queue = 'shelf' and epoch = 1");

        // Then
        assertThat(absent("one", "two")).isEmpty();
        assertThat(absent("one")).containsExactly("shelf/1");
    }

    @Test
    void a_key_that_was_destroyed_is_not_missed_but_another_one_under_its_number_is() throws Throwable {
        // Given
        LocalPostgres.executeAsService("delete from queue_key where queue = 'shelf' and epoch = 2");
        LocalPostgres.asOwner("update queue_epoch set destroyed_on = '2026-11-24', recovery_copy = null"
                + " where queue = 'shelf' and epoch = 2");

        // Then
        assertThat(absent("one", "two")).isEmpty();
        assertThat(absent("one", "another")).containsExactly("shelf/2");
    }

    private List<String> absent(String... recipients) throws Throwable {
        StringBuilder signed = new StringBuilder();
        for (int i = 0; i < recipients.length; i++) {
            signed.append(i == 0 ? "" : ",").append("""
                    {"epoch":%d,"from":"2026-01-01","recipient":"age1pq1%s"}""".formatted(i + 1, recipients[i]));
        }
        Path manifest = Files.writeString(folder.resolve("keys.json"), """
                {"notAfter":"2027-02-21","queues":[{"name":"shelf","epochs":[%s]}]}""".formatted(signed));
        var meters = new SimpleMeterRegistry();
        var expiry = new ManifestExpiry(() -> Optional.of(manifest), new ObjectMapper(), Clock.systemUTC(), meters);
        expiry.read();
        var absent = new AbsentEpochs(expiry, epochs, sessions, meters);
        VertxContextSupport.subscribeAndAwait(absent::look);
        assertThat(meters.get("penah.desk.epochs.absent").gauge().value())
                .isEqualTo(absent.known().size());
        return absent.known().stream().map(EpochId::toString).toList();
    }
}

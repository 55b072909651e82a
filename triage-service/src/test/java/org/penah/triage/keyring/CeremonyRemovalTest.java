package org.penah.triage.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.Ceremony;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.journal.Journal;
import org.penah.triage.lock.EpochLocks;

/** Somebody leaves at the ceremony, and is gone at the desk; somebody else who writes its folder can send nobody away. */
@QuarkusTest
class CeremonyRemovalTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");
    private static final String HOLDERS =
            "select epoch || ' ' || member from queue_key where queue = 'shelf' order by epoch, member";

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    CeremonyRemoval removal;

    @Inject
    EpochLocks locks;

    @Inject
    Journal journal;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Ceremony ceremony;

    @BeforeEach
    void two_members_of_one_queue() throws Throwable {
        ceremony = begun(folder.resolve("keys"));
        ceremony.addMember("leyla", PASSPHRASE);
        ceremony.addMember("orkhan", PASSPHRASE);
        ceremony.addQueue("shelf", List.of("leyla", "orkhan"));
        ceremony.startEpoch("shelf", DAY);
        sign();
        take(folder.resolve("keys"));
    }

    private static Ceremony begun(Path keys) throws Exception {
        Ceremony ceremony = new Ceremony(keys);
        ceremony.init(PASSPHRASE, PASSPHRASE);
        Path words = Files.createDirectories(keys.resolve("words"));
        try (var files = Files.list(Path.of("../stack/src/main/words"))) {
            for (Path file : files.toList()) {
                Files.copy(file, words.resolve(file.getFileName()));
            }
        }
        return ceremony;
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        for (int epoch = 1; epoch <= 2; epoch++) {
            Files.deleteIfExists(LocalFolders.lock("shelf", epoch));
            Files.deleteIfExists(LocalFolders.lock("rack", epoch));
        }
        for (String rows : List.of(
                "queue_key where queue in ('shelf', 'rack')",
                "queue_epoch where queue in ('shelf', 'rack')",
                "left_queue where queue in ('shelf', 'rack')",
                "removed_member where member in ('leyla', 'orkhan', 'nigar')",
                "member_key where member in ('leyla', 'orkhan', 'nigar')",
                "recovery_key",
                "ceremony")) {
            LocalPostgres.asOwner("delete from " + rows);
        }
    }

    @Test
    void who_was_removed_has_no_key_and_who_stays_has_the_next() throws Throwable {
        // When
        ceremony.leaveQueue("shelf", "orkhan");
        ceremony.startEpoch("shelf", DAY);
        sign();
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "2 leyla");
        assertThat(LocalPostgres.column("select member from member_key where member in ('leyla', 'orkhan')"))
                .containsExactly("leyla");
        assertThat(LocalPostgres.column(
                        "select who || ' ' || which from journal where deed = 'member.removed' and which like 'orkhan%'"
                                + " order by position desc limit 2"))
                .containsExactly("(start) orkhan", "(start) orkhan/shelf");
        assertThat(LocalPostgres.column("select recipient from recovery_key"))
                .containsExactly(
                        Files.readString(folder.resolve("keys/recovery.pub")).strip());
        take(folder.resolve("keys"));
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "2 leyla");
    }

    @Test
    void nobody_is_removed_while_nobody_else_holds_what_sources_seal_to() throws Throwable {
        // Given
        ceremony.addMember("nigar", PASSPHRASE);
        ceremony.joinQueue("shelf", "nigar");
        ceremony.leaveQueue("shelf", "leyla");
        ceremony.leaveQueue("shelf", "orkhan");
        sign();

        // When
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan");

        // When
        ceremony.startEpoch("shelf", DAY);
        sign();
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("2 nigar");
    }

    @Test
    void who_goes_to_another_queue_stays_a_member() throws Throwable {
        // When
        ceremony.addQueue("rack", List.of("orkhan"));
        ceremony.startEpoch("rack", DAY);
        ceremony.leaveQueue("shelf", "orkhan");
        sign();
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(
                        "select queue || ' ' || member from queue_key where queue in ('shelf', 'rack') order by queue"))
                .containsExactly("rack orkhan", "shelf leyla");
        assertThat(LocalPostgres.column("select member from member_key where member = 'orkhan'"))
                .containsExactly("orkhan");
    }

    @Test
    void a_key_for_somebody_who_is_nobody_here_keeps_none_of_the_others_away() throws Throwable {
        // Given
        ceremony.startEpoch("shelf", DAY);
        sign();
        Path second = folder.resolve("keys/queues/shelf/2/members");
        Files.copy(second.resolve("leyla.age"), second.resolve("ghost.age"));

        // When
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan", "2 leyla", "2 orkhan");
    }

    @Test
    void whose_browser_made_the_key_that_the_folder_seals_to_gets_the_next_epoch_and_nothing_in_place_of_the_old()
            throws Throwable {
        // Given
        LocalPostgres.asOwner("update member_key set enrolled_on = '2026-11-24' where member in ('leyla', 'orkhan')");
        LocalPostgres.asOwner("update member_key set recipient = 'another' where member = 'orkhan'");
        ceremony.startEpoch("shelf", DAY);
        ceremony.addQueue("rack", List.of("leyla"));
        ceremony.startEpoch("rack", DAY);
        sign();
        Files.copy(
                folder.resolve("keys/queues/shelf/2/members/leyla.age"),
                folder.resolve("keys/queues/shelf/1/members/leyla.age"),
                StandardCopyOption.REPLACE_EXISTING);
        List<String> before = LocalPostgres.column("select sealed_identity from queue_key where queue = 'shelf'");

        // When
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan", "2 leyla");
        assertThat(LocalPostgres.column("select sealed_identity from queue_key where queue = 'shelf' and epoch = 1"))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(LocalPostgres.column("select member from queue_key where queue = 'rack'"))
                .isEmpty();
    }

    /** A server that was restored has its database, and none of the locks. */
    @Test
    void keys_whose_lock_is_lost_come_back_from_the_folder_and_no_destroyed_one() throws Throwable {
        // Given
        LocalPostgres.asOwner("update member_key set enrolled_on = '2026-11-24' where member = 'leyla'");
        ceremony.startEpoch("shelf", DAY);
        sign();
        take(folder.resolve("keys"));
        Files.delete(LocalFolders.lock("shelf", 1));
        Files.delete(LocalFolders.lock("shelf", 2));
        LocalPostgres.asOwner(
                "update queue_epoch set recovery_copy = null, destroyed_on = '2026-11-25' where queue = 'shelf' and"
                        + " epoch = 1");
        LocalPostgres.asOwner("delete from queue_key where queue = 'shelf' and epoch = 1");

        // When
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("2 leyla", "2 orkhan");
        for (String member : List.of("leyla", "orkhan")) {
            String stored = LocalPostgres.column(
                            "select sealed_identity from queue_key where queue = 'shelf' and member = '" + member + "'")
                    .get(0);
            assertThat(VertxContextSupport.subscribeAndAwait(() -> locks.open("shelf", 2, member, stored)))
                    .contains(Files.readString(folder.resolve("keys/queues/shelf/2/members/" + member + ".age")));
        }
        assertThat(LocalFolders.lock("shelf", 1)).doesNotExist();
    }

    @Test
    void a_list_that_the_root_key_did_not_sign_removes_nobody() throws Throwable {
        // Given
        Path keys = folder.resolve("keys");
        ceremony.leaveQueue("shelf", "orkhan");
        sign();
        Path list = keys.resolve("removed.json");

        // When
        Files.writeString(list, Files.readString(list).replace("orkhan", "leyla"));
        take(keys);

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan");
    }

    @Test
    void a_key_that_was_not_signed_is_not_taken_over() throws Throwable {
        // When
        ceremony.startEpoch("shelf", DAY);
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan");
    }

    @Test
    void nobody_is_removed_by_an_older_manifest_or_another_root() throws Throwable {
        // Given
        Path keys = folder.resolve("keys");
        ceremony.leaveQueue("shelf", "orkhan");
        sign();
        Path older = copy(keys, "older");
        sign();
        LocalPostgres.asOwner("insert into ceremony select serial + 2, root from ceremony");
        Ceremony another = begun(folder.resolve("another"));
        another.addMember("leyla", PASSPHRASE);
        another.addQueue("shelf", List.of("leyla"));
        another.startEpoch("shelf", DAY);
        for (int serial = 1; serial <= 4; serial++) {
            another.leaveQueue("shelf", "orkhan");
            another.sign(DAY, 90, List.of(), PASSPHRASE);
        }

        // When
        take(older);
        take(folder.resolve("another"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan");
    }

    @Test
    void who_was_let_in_again_at_the_desk_is_not_removed_again() throws Throwable {
        // Given
        ceremony.leaveQueue("shelf", "orkhan");
        sign();
        take(folder.resolve("keys"));
        LocalPostgres.executeAsService("insert into member_key (member, sealed_identity) values ('orkhan', 'another')");
        LocalPostgres.executeAsService("insert into queue_key (queue, epoch, member, sealed_identity)"
                + " values ('shelf', 1, 'orkhan', 'sealed by a lead')");

        // When
        sign();
        take(folder.resolve("keys"));

        // Then
        assertThat(LocalPostgres.column(HOLDERS)).containsExactly("1 leyla", "1 orkhan");
    }

    private void sign() throws Exception {
        ceremony.sign(DAY, 90, List.of(), PASSPHRASE);
    }

    private void take(Path keys) throws Throwable {
        KeyringConfig config = new KeyringConfig() {
            @Override
            public Optional<Path> importDirectory() {
                return Optional.of(keys);
            }

            @Override
            public Optional<Path> root() {
                return Optional.of(keys.resolve("root.pub"));
            }
        };
        new KeyringImport(sessions, config, removal, locks, journal, new SimpleMeterRegistry()).take(keys);
    }

    private Path copy(Path keys, String name) throws Exception {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file :
                List.of("root.pub", "keys.json", "keys.json.minisig", "removed.json", "removed.json.minisig")) {
            Files.copy(keys.resolve(file), copy.resolve(file));
        }
        return copy;
    }
}

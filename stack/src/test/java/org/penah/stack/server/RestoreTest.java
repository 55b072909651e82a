package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.NightKey;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.sealing.age.PassphraseRecipient;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** A machine that was lost comes back from one night's backup, whole or not at all; Docker here only keeps what it is given. */
class RestoreTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final char[] BROUGHT = "what is brought to the machine".toCharArray();
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");

    /** Keeps what databases are given, notes what is created or started, and answers for the desk. */
    private static final String DOCKER = """
        cd '%1$s'
        case "$*" in
          'volume inspect'*) echo "$PWD/volumes/${5#penah_}" ;;
          'volume ls'*) cat made ;;
          'volume rm'*) : > made; rm -rf volumes/*/* ;;
          'ps --all'*service=*) echo 4711 ;;
          *pg_dump*) echo "PGDMP of $6" ;;
          *restore.sh*) %2$s; cat > "back-$6" ;;
          *psql*) cat > "sql-$6" ;;
          *exec*triage*) echo 'penah_desk_epochs_absent 0.0'
            echo "penah_desk_keys_serial $(sed 's/.*"serial":\\([0-9]*\\).*/\\1/' etc/penah/keys-desk/keys.json).0" ;;
          *' create') printf 'penah_blobs\npenah_tor\n' > made; echo created >> noted ;;
          *' up --detach --wait'*) shift 8; echo "up $*" >> noted; test -n "$*" || test ! -e broken ;;
          *' restart '*) echo "restart $5" >> noted ;;
        esac\
        """;

    /** Its passphrases cost seconds, so it is held once. */
    @TempDir
    static Path held;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private Path home;
    private Path backup;
    private Path night;
    private Path keys;
    private FakePrograms programs;

    @BeforeAll
    static void a_ceremony_was_held() throws Exception {
        HeldCeremony.hold(held, DAY, PASSPHRASE);
    }

    @BeforeEach
    void a_backup_of_a_server_that_is_lost() throws Exception {
        home = Files.createDirectories(folder.resolve("etc/penah"));
        Files.createDirectories(folder.resolve("volumes/tor/penah"));
        // triage-service makes it in a folder that gives its group on.
        Files.createDirectories(folder.resolve("volumes/blobs/kept"));
        Files.setAttribute(folder.resolve("volumes/blobs/kept"), "unix:mode", 02750);
        Files.createFile(folder.resolve("made"));
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        docker("true");
        KeyImportTest.copy(held, folder.resolve("ceremony"));
        Ceremony ceremony = new Ceremony(folder.resolve("ceremony"));
        Files.createDirectories(home.resolve("keys"));
        for (String name : List.of("root.pub", "keys.json", "keys.json.minisig")) {
            Files.copy(
                    folder.resolve("ceremony").resolve(name),
                    home.resolve("keys").resolve(name));
        }
        Files.writeString(home.resolve("env"), "PENAH_ONION=abc.onion\n");
        Files.writeString(home.resolve("installing"), "");
        Files.writeString(folder.resolve("volumes/blobs/4711"), "a sealed tip");
        Files.writeString(folder.resolve("volumes/blobs/kept/4712"), "another one");
        Files.writeString(folder.resolve("volumes/tor/penah/hostname"), "abc.onion");
        Backups backups = new Backups(folder.resolve("backups"));
        new Backup(server(), backups, new PrintWriter(said)).run(DAY);
        backup = backups.folder().resolve(DAY.toString());
        night = folder.resolve("brought.age");
        ceremony.passOnNightKey(backup.resolve("night.age"), night, PASSPHRASE, BROUGHT);
        keys = folder.resolve("keys");
        KeyImportTest.copy(folder.resolve("ceremony"), keys);
        Files.delete(keys.resolve("root.key"));
        Files.delete(keys.resolve("recovery.age"));
        Folders.delete(home);
        Files.delete(folder.resolve("volumes/blobs/4711"));
        Folders.delete(folder.resolve("volumes/blobs/kept"));
        Folders.delete(folder.resolve("volumes/tor/penah"));
    }

    @Test
    void a_new_machine_becomes_the_server_of_that_night_and_takes_tips_last() throws Exception {
        // When
        restore();

        // Then
        assertThat(home.resolve("env"))
                .content()
                .isEqualTo("PENAH_ONION=abc.onion\nPENAH_CLOSED=1\nPENAH_DESK_KEYS=keys-desk\n");
        assertThat(home.resolve("installing")).doesNotExist();
        assertThat(folder.resolve("volumes/blobs/4711")).content().isEqualTo("a sealed tip");
        assertThat(folder.resolve("volumes/blobs/kept/4712")).content().isEqualTo("another one");
        assertThat(Files.getAttribute(folder.resolve("volumes/blobs/kept"), "unix:mode"))
                .isEqualTo(042750);
        assertThat(folder.resolve("volumes/tor/penah/hostname")).content().isEqualTo("abc.onion");
        for (String name : List.of("intake-db", "triage-db", "notify-db", "keycloak-db")) {
            assertThat(folder.resolve("back-" + name)).content().isEqualTo("PGDMP of %s%n", name);
        }
        assertThat(folder.resolve("sql-triage-db")).content().contains("delete from lock_folder");
        assertThat(Files.readAllLines(folder.resolve("noted")))
                .containsExactly(
                        "created",
                        "up intake-db triage-db notify-db keycloak-db",
                        "up intake triage sign-in",
                        "restart triage",
                        "up triage",
                        "restart intake",
                        "up intake",
                        "up ");
        assertThat(night).doesNotExist();
        assertThat(new BroughtKeys(keys).sealed()).isEmpty();
        assertThat(said.toString())
                .contains("Destroyed the copies of private keys in " + keys)
                .doesNotContain("still lie");
        assertThat(folder.resolve("etc").toFile().list()).containsExactlyInAnyOrder("penah", "penah.lock");
    }

    @Test
    void a_machine_that_has_a_server_is_left_alone() throws Exception {
        // Given
        Files.createDirectory(home);

        // Then
        refused("has a server already");
        Files.delete(home);
        Files.writeString(folder.resolve("made"), "penah_triage-db\n");
        refused("has a server already");
        programs.place("docker", "exit 1");
        refused("Docker does not answer");
    }

    @Test
    void what_was_interrupted_begins_again() throws Exception {
        // Given
        docker("test $6 != notify-db || exit 1");
        assertThatThrownBy(this::restore).isInstanceOf(StackFailure.class).hasMessageContaining("it begins again");
        Files.writeString(home.resolve("half"), "of an earlier try");
        Files.delete(folder.resolve("noted"));
        docker("true");

        // When
        restore();

        // Then
        assertThat(said.toString()).contains("was interrupted");
        assertThat(home.resolve("half")).doesNotExist();
        assertThat(folder.resolve("back-notify-db")).exists();
        refused("has a server already");
    }

    /** Somebody gave up after an interruption, and installed by the guide. */
    @Test
    void a_server_that_takes_tips_is_no_half_of_a_restore() throws Exception {
        // Given
        docker("exit 1");
        assertThatThrownBy(this::restore).isInstanceOf(StackFailure.class);
        docker("true");
        Path tip = Files.writeString(home.resolve("tip"), "of the new server");
        Files.writeString(folder.resolve("volumes/tor/state"), "of tor, which may be stopped now");

        // Then
        refused("has a server already");
        assertThat(tip).exists();
    }

    @Test
    void what_is_not_whole_or_not_of_that_night_changes_nothing() throws Exception {
        // Given
        Path dump = backup.resolve("triage.dump.age");
        byte[] whole = Files.readAllBytes(dump);
        byte[] damaged = whole.clone();
        damaged[damaged.length - 1] ^= 1;
        Files.write(dump, damaged);

        // Then
        refused("triage.dump.age is damaged, or of another night");
        Files.delete(dump);
        refused("triage.dump.age is missing");
        Files.write(dump, whole);
        Files.copy(folder.resolve("ceremony/root.key"), keys.resolve("root.key"));
        refused("root.key is a private key of the ceremony");
        Files.delete(keys.resolve("root.key"));
        BROUGHT[0] = 'W';
        refused("this passphrase does not open");
        BROUGHT[0] = 'w';
        for (Path sealed : new BroughtKeys(keys.resolve("queues")).sealed()) {
            Files.delete(sealed);
        }
        refused("no key is in queues/threat/1/members; bring a new copy");
        Files.delete(keys.resolve("queues/threat/1/members"));
        Files.writeString(keys.resolve("queues/threat/1/recovery.age"), "of a browser's key, the only copy");
        refused("after `./penah keys recover threat 1 --member NAME`");
        Files.writeString(night, SealedIdentity.seal(HybridIdentity.generate(), PassphraseRecipient.of(BROUGHT)));
        refused("is not the key of a night's backup");
    }

    @Test
    void two_restores_at_once_are_one_too_many() throws Exception {
        try (FileChannel other = FileChannel.open(
                        folder.resolve("etc/penah.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(this::restore).isInstanceOf(StackFailure.class).hasMessageContaining("look again");
        }
        assertThat(home).doesNotExist();
    }

    /** Nobody has signed a backup, and root unpacks it. */
    @Test
    void settings_that_somebody_made_up_reach_nothing() throws Exception {
        // Given
        settings("touch beside");

        // Then
        assertThatThrownBy(this::restore)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("somebody has made it up");
        assertThat(home).doesNotExist();
        assertThat(folder.resolve("etc").toFile().list()).containsExactly("penah.lock");
    }

    /** Code in a service may make such where that service writes, and then each backup has it. */
    @Test
    void links_pipes_and_rights_that_code_in_a_service_made_spoil_no_restore_and_cost_no_file() throws Exception {
        // Given
        Path valuable = Files.writeString(folder.resolve("valuable"), "of the machine");
        settings(
                "cd penah && ln -s '%s' link && mkfifo \"$(printf 'pi\\033[pe')\" && echo a tip > one && ln one two && touch set && chmod u+s set && cd .."
                        .formatted(valuable));

        // When
        restore();

        // Then
        assertThat(home.toFile().list())
                .contains("env", "one", "two", "set")
                .noneMatch(name -> name.equals("link") || name.startsWith("pi"));
        for (String name : List.of("one", "two")) {
            assertThat(home.resolve(name)).content().isEqualTo("a tip\n");
            assertThat(Files.getAttribute(home.resolve(name), "unix:nlink")).isEqualTo(1);
        }
        assertThat((int) Files.getAttribute(home.resolve("set"), "unix:mode") & 06000)
                .isZero();
        assertThat(said.toString())
                .contains("penah/link is left out", "penah/pi?[pe is left out")
                .doesNotContain("one is left out", "two is left out", "set is left out");
        assertThat(valuable).content().isEqualTo("of the machine");
    }

    /** The night's backup was made after it was interrupted. To make one more would lose the address that is back. */
    @Test
    void a_new_onion_address_that_was_begun_that_night_is_not_made_here() throws Exception {
        // Given
        settings("mkdir penah/secrets && touch penah/secrets/onion.next penah/secrets/intake-form.next"
                + " && echo PENAH_ONION=before.onion > penah/env");

        // When
        restore();

        // Then
        assertThat(server().rotating()).containsExactly("intake-form");
        assertThat(server().setting("PENAH_ONION")).contains("abc.onion");
        assertThat(said.toString()).contains("The form is at abc.onion.");
    }

    @Test
    void an_older_folder_of_the_ceremony_than_the_servers_changes_nothing() throws Exception {
        // Given
        Ceremony ceremony = new Ceremony(folder.resolve("ceremony"));
        ceremony.sign(DAY, 90, List.of(), PASSPHRASE);
        settings("cp '%1$s/keys.json' '%1$s/keys.json.minisig' penah/keys".formatted(folder.resolve("ceremony")));

        // Then
        refused("older than one seen before");
        assertThat(home).doesNotExist();
    }

    @Test
    void what_is_all_back_but_does_not_start_is_not_restored_again() throws Exception {
        // Given
        Files.createFile(folder.resolve("broken"));
        assertThatThrownBy(this::restore)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("All is back, and nothing will be restored again.");
        assertThat(night).exists();
        Files.delete(folder.resolve("broken"));
        Path tip = Files.writeString(home.resolve("tip"), "of the server since");

        // When
        restore();

        // Then
        assertThat(tip).exists();
        assertThat(night).doesNotExist();
        refused("has a server already");
    }

    @Test
    void a_power_cut_at_the_very_end_needs_only_the_same_command_again() throws Exception {
        // Given
        Writer cut = new StringWriter() {
            @Override
            public void write(String text, int from, int length) {
                if (text.contains("Destroyed the copies")) {
                    throw new IllegalStateException("the power goes");
                }
            }
        };
        assertThatThrownBy(() -> restore(new PrintWriter(cut))).hasMessage("the power goes");
        assertThat(new BroughtKeys(keys).sealed()).isEmpty();
        assertThat(server().restoring()).exists();
        Files.delete(folder.resolve("noted"));
        Files.delete(folder.resolve("back-triage-db"));

        // When
        restore();

        // Then
        assertThat(folder.resolve("noted")).content().isEqualTo("up \n");
        assertThat(folder.resolve("back-triage-db")).doesNotExist();
        assertThat(night).doesNotExist();
        assertThat(server().restoring()).doesNotExist();
        assertThat(said.toString()).contains("All is back already", "the form is still closed");
    }

    /** The settings of that night, after somebody did something to them. */
    private void settings(String deed) throws IOException {
        Path made = Files.createDirectories(folder.resolve("made-up/penah/keys"));
        for (String name : List.of("root.pub", "keys.json", "keys.json.minisig")) {
            Files.copy(keys.resolve(name), made.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(made.resolveSibling("env"), "PENAH_ONION=abc.onion\n");
        Path tar = folder.resolve("made-up.tar");
        Command.of("sh", "-c", "%s && tar -cf '%s' *".formatted(deed, tar))
                .in(folder.resolve("made-up"))
                .succeed();
        HybridIdentity key =
                NightKey.open(night, PassphraseIdentity.of(BROUGHT)).key();
        try (OutputStream sealed = Files.newOutputStream(backup.resolve("etc.tar.age"));
                AgeEncryptor encryptor = AgeEncryptor.start(List.of(key.recipient()), sealed)) {
            byte[] content = Files.readAllBytes(tar);
            encryptor.write(content, 0, content.length);
            encryptor.finish();
        }
        Folders.delete(folder.resolve("made-up"));
    }

    private void refused(String why) {
        assertThatThrownBy(this::restore)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(why)
                .hasMessageContaining("Nothing was changed");
    }

    private void restore() throws IOException {
        restore(new PrintWriter(said));
    }

    private void restore(PrintWriter out) throws IOException {
        Clock clock = Clock.fixed(DAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        new Restore(server(), new KeyImport(server(), clock, Duration.ofSeconds(2), out), out)
                .run(backup, night, BROUGHT, keys);
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), home, programs.first());
    }

    private void docker(String beforeRestoring) throws IOException {
        programs.place("docker", DOCKER.formatted(folder, beforeRestoring));
    }
}

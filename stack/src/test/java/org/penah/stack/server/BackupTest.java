package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.ceremony.NightKey;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** A backup opens with the recovery key alone, and never costs an older one. */
class BackupTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");

    /** Its passphrases cost seconds, so it is held once. */
    @TempDir
    static Path held;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private Path keys;
    private Path home;
    private Path blobs;
    private FakePrograms programs;
    private Backups backups;

    @BeforeAll
    static void a_ceremony_was_held() throws Exception {
        HeldCeremony.hold(held, DAY, PASSPHRASE);
    }

    @BeforeEach
    void a_server_with_a_tip() throws Exception {
        home = Files.createDirectory(folder.resolve("etc"));
        blobs = Files.createDirectory(folder.resolve("blobs"));
        Path onion = Files.createDirectories(folder.resolve("tor/penah"));
        Files.writeString(onion.resolve("hs_ed25519_secret_key"), "the address itself");
        Files.writeString(onion.resolveSibling("state"), "what tor remembers");
        backups = new Backups(folder.resolve("backups"));
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        docker("echo \"PGDMP of $6\"");
        keys = folder.resolve("ceremony");
        KeyImportTest.copy(held, keys);
        Files.createDirectory(home.resolve("keys"));
        for (String name : List.of("root.pub", "keys.json", "keys.json.minisig")) {
            Files.copy(keys.resolve(name), home.resolve("keys").resolve(name));
        }
        Files.writeString(blobs.resolve("4711"), "a sealed tip");
    }

    @Test
    void everything_is_there_and_opens_with_the_recovery_key_alone() throws Exception {
        // Given
        Path broken = Files.createDirectories(home.resolve("keys-before/queues/threat/1"));
        Files.writeString(broken.resolve("recovery.age"), "of an import that broke off");

        // When
        back(DAY);

        // Then
        assertThat(backups.whole()).containsExactly(DAY);
        assertThat(opened("triage.dump.age")).isEqualTo("PGDMP of triage-db\n");
        assertThat(opened("blobs.tar.age")).contains("./4711", "a sealed tip");
        assertThat(opened("etc.tar.age")).contains("etc/keys/keys.json").doesNotContain("broke off");
        assertThat(backups.folder().toFile().list()).containsExactly(DAY.toString());
        for (Path each : List.of(backups.folder(), backups.folder().resolve(DAY.toString()))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
        assertThat(opened("tor.tar.age")).contains("the address itself").doesNotContain("what tor remembers");
        for (String name : Backups.FILES) {
            assertThat(Files.readString(file(name), StandardCharsets.ISO_8859_1))
                    .startsWith(
                            name.equals("night.age") ? "-----BEGIN AGE ENCRYPTED FILE-----" : "age-encryption.org/v1\n")
                    .doesNotContain("PGDMP", "sealed tip");
        }
    }

    @Test
    void what_was_deleted_is_gone_after_eight_days() throws Exception {
        // Given
        Files.createDirectories(
                backups.folder().resolve(DAY.minusDays(9).toString()).resolve("half"));
        Files.createDirectories(backups.folder().resolve("writing").resolve("cut off"));

        // When
        for (int days = 8; days >= 0; days--) {
            back(DAY.minusDays(days));
        }

        // Then
        assertThat(backups.whole()).hasSize(8).startsWith(DAY.minusDays(7)).endsWith(DAY);
        assertThat(backups.folder().toFile().list()).hasSize(8);
    }

    @Test
    void a_night_that_fails_costs_no_young_backup_and_never_the_last() throws Exception {
        // Given
        back(DAY.minusDays(8));
        back(DAY.minusDays(7));
        back(DAY.minusDays(1));
        docker("echo PGDMP; test \"$6\" != notify-db");

        // When
        assertThatThrownBy(() -> back(DAY)).isInstanceOf(StackFailure.class);
        List<LocalDate> after = backups.whole();
        assertThatThrownBy(() -> back(DAY.plusDays(20))).isInstanceOf(StackFailure.class);

        // Then
        assertThat(after).containsExactly(DAY.minusDays(7), DAY.minusDays(1));
        assertThat(backups.folder().toFile().list())
                .containsExactly(DAY.minusDays(1).toString());
    }

    @Test
    void nights_with_the_clock_ahead_cost_none_of_the_last_eight_backups() throws Exception {
        // Given
        List<LocalDate> days = List.of(DAY.minusDays(2), DAY.minusDays(1), DAY);
        for (LocalDate day : days) {
            back(day);
        }

        // When
        for (int night = 0; night < 5; night++) {
            back(DAY.plusYears(5).plusDays(night));
        }

        // Then
        assertThat(backups.whole()).containsAll(days).hasSize(8);
        assertThat(said.toString()).contains("the one before 2031-11-24 is of 2026-11-24. Is the clock right?");
        back(DAY.plusYears(5).plusDays(5));
        assertThat(backups.whole())
                .doesNotContain(DAY.minusDays(2))
                .contains(DAY)
                .hasSize(8);
    }

    @Test
    void a_tip_with_a_second_name_is_in_the_backup_under_both() throws Exception {
        // Given
        Files.createLink(blobs.resolve("4712"), blobs.resolve("4711"));

        // When
        back(DAY);

        // Then
        assertThat(opened("blobs.tar.age").split("a sealed tip", -1)).hasSize(3);
    }

    @Test
    void one_that_an_earlier_version_made_counts_and_goes_in_its_time() throws Exception {
        // Given
        Path earlier = Files.createDirectories(
                backups.folder().resolve(DAY.minusDays(8).toString()));
        for (String name : Backups.FILES) {
            if (!name.equals("night.age") && !name.equals("tor.tar.age")) {
                Files.writeString(earlier.resolve(name), "x");
            }
        }

        // Then
        assertThat(backups.whole()).containsExactly(DAY.minusDays(8));
        back(DAY);
        assertThat(backups.days()).containsExactly(DAY);
        Files.delete(file("night.age"));
        assertThat(backups.whole()).isEmpty();
    }

    @Test
    void a_tip_that_comes_meanwhile_fails_no_backup() throws Exception {
        // Given
        Files.writeString(blobs.resolve("4712.part"), "half of a tip");
        programs.place("tar", "/bin/tar \"$@\"; case \"$*\" in *blobs*) exit 1 ;; esac");

        // When
        back(DAY);

        // Then
        assertThat(opened("blobs.tar.age")).contains("a sealed tip").doesNotContain("half of a tip");
        programs.place("tar", "echo cut off; exit 2");
        assertThatThrownBy(() -> back(DAY.plusDays(1))).isInstanceOf(StackFailure.class);
    }

    @Test
    void two_at_once_are_refused_and_the_first_is_whole() throws Exception {
        // Given
        Path begun = folder.resolve("begun");
        Path goOn = folder.resolve("go-on");
        Command.of("sh", "-c", "mkfifo '" + goOn + "'").run();
        docker("echo PGDMP; test -e '%1$s' || { touch '%1$s'; timeout 60 cat '%2$s' > /dev/null; }"
                .formatted(begun, goOn));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> backUnchecked(DAY));
        await().until(() -> Files.exists(begun));

        // When
        assertThatThrownBy(() -> back(DAY))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("a backup runs, since ")
                .hasMessageEndingWith(" UTC; look again when it has ended. Nothing was changed.");

        // Then
        Files.writeString(goOn, "");
        first.get(1, TimeUnit.MINUTES);
        assertThat(backups.whole()).containsExactly(DAY);
        back(DAY.plusDays(1));
    }

    @Test
    void what_no_whole_backup_replaces_stays_and_a_day_to_come_is_not_the_last() throws Exception {
        // Given
        Path old = Files.createDirectories(
                backups.folder().resolve(DAY.minusDays(40).toString()));
        Files.createDirectory(backups.folder().resolve("2026-02-31"));
        docker("exit 1");

        // When
        assertThatThrownBy(() -> back(DAY)).isInstanceOf(StackFailure.class);

        // Then
        assertThat(old).exists();
        docker("echo PGDMP");
        back(DAY.plusYears(70));
        back(DAY.minusDays(9));
        back(DAY);
        assertThat(backups.whole()).containsExactly(DAY, DAY.plusYears(70));
        assertThat(old).doesNotExist();
    }

    /** As a bad disk does: one byte, or one chunk of 64 KiB with its end. */
    @ParameterizedTest
    @ValueSource(strings = {"printf x | dd of=%s bs=1 seek=4000 conv=notrunc status=none", "truncate -s -65552 %s"})
    void what_the_disk_does_not_hold_as_it_was_written_is_no_backup(String damage) throws Exception {
        // Given
        back(DAY.minusDays(1));
        Files.write(blobs.resolve("4712"), new byte[1 << 20]);
        Path written = backups.folder().resolve("writing/blobs.tar.age");
        programs.place(
                "tar",
                "case \"$*\" in *exclude=*.age*) %s ;; esac; exec /bin/tar \"$@\""
                        .formatted(damage.formatted("'" + written + "'")));

        // Then
        assertThatThrownBy(() -> back(DAY))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith(written + " is not what was written");
        assertThat(backups.folder().toFile().list())
                .containsExactly(DAY.minusDays(1).toString());
    }

    @Test
    void a_power_cut_while_a_second_one_takes_its_place_costs_no_backup() throws Exception {
        // Given
        back(DAY);
        Path day = backups.folder().resolve(DAY.toString());
        Files.move(day, day.resolveSibling(DAY + ".before"));
        Files.createDirectory(day.resolveSibling("writing"));
        docker("exit 1");

        // When
        assertThatThrownBy(() -> back(DAY.plusDays(1))).isInstanceOf(StackFailure.class);

        // Then
        assertThat(backups.whole()).containsExactly(DAY);
        docker("echo PGDMP");
        back(DAY);
        assertThat(backups.folder().toFile().list()).containsExactly(DAY.toString());
        assertThat(opened("triage.dump.age")).isEqualTo("PGDMP\n");
    }

    @Test
    void a_recovery_key_that_the_root_key_did_not_sign_gets_nothing() throws Exception {
        // Given
        Path manifest = home.resolve("keys/keys.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"serial\":1", "\"serial\":2"));

        // Then
        assertThatThrownBy(() -> back(DAY)).isInstanceOf(StackFailure.class).hasMessageContaining("is not signed");
        assertThat(backups.folder()).doesNotExist();
    }

    @Test
    void a_backup_that_would_fill_the_disk_ends_before_it_does() throws Exception {
        // Given
        back(DAY.minusDays(1));
        Backup backup = new Backup(server(), backups, new PrintWriter(new StringWriter()), () -> 2_000_000_000L);

        // Then
        assertThatThrownBy(() -> backup.run(DAY))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("a larger disk");
        assertThat(backups.folder().toFile().list())
                .containsExactly(DAY.minusDays(1).toString());
    }

    private void backUnchecked(LocalDate day) {
        try {
            back(day);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void back(LocalDate day) throws IOException {
        new Backup(server(), backups, new PrintWriter(said)).run(day);
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), home, programs.first());
    }

    /** Volumes are there, whatever happens to the databases. */
    private void docker(String databases) throws IOException {
        programs.place(
                "docker",
                "case \"$1 $5\" in 'volume penah_'*) echo '%s/'${5#penah_}; exit ;; esac%n%s"
                        .formatted(folder, databases));
    }

    private Path file(String name) {
        return backups.folder().resolve(DAY.toString()).resolve(name);
    }

    private String opened(String name) throws IOException {
        var recovery = SealedIdentity.open(keys.resolve("recovery.age"), PassphraseIdentity.of(PASSPHRASE));
        var night = NightKey.open(file("night.age"), recovery);
        assertThat(file("night.age").getParent().getFileName())
                .hasToString(night.day().toString());
        try (InputStream plain = AgeDecryptor.open(Files.newInputStream(file(name)), List.of(night.key()))) {
            return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

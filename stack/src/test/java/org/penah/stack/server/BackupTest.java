package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.stack.StackFailure;
import org.penah.stack.doctor.Backups;
import org.penah.stack.doctor.FakePrograms;

/** A backup opens with the recovery key alone, and never costs an older one. */
class BackupTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");

    @TempDir
    Path folder;

    private Path keys;
    private Path home;
    private Path blobs;
    private FakePrograms programs;
    private Backups backups;

    @BeforeEach
    void a_server_with_a_tip() throws Exception {
        home = Files.createDirectory(folder.resolve("etc"));
        blobs = Files.createDirectory(folder.resolve("blobs"));
        backups = new Backups(folder.resolve("backups"));
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("docker", "echo \"PGDMP of $6\"");
        keys = folder.resolve("ceremony");
        Ceremony ceremony = new Ceremony(keys);
        ceremony.init(PASSPHRASE, PASSPHRASE);
        Path words = Files.createDirectory(keys.resolve("words"));
        for (String language : List.of("az", "en", "ru", "tr", "fa")) {
            Files.copy(Path.of("src/main/words", language + ".txt"), words.resolve(language + ".txt"));
        }
        ceremony.addMember("leyla", PASSPHRASE);
        ceremony.addQueue("threat", List.of("leyla"));
        ceremony.startEpoch("threat", DAY);
        ceremony.sign(DAY, 90, List.of(), PASSPHRASE);
        Files.createDirectory(home.resolve("keys"));
        for (String name : List.of("root.pub", "keys.json", "keys.json.minisig")) {
            Files.copy(keys.resolve(name), home.resolve("keys").resolve(name));
        }
        Files.writeString(blobs.resolve("4711"), "a sealed tip");
    }

    @Test
    void everything_is_there_and_opens_with_the_recovery_key_alone() throws Exception {
        // When
        back(DAY);

        // Then
        assertThat(backups.whole()).containsExactly(DAY);
        assertThat(opened("triage.dump.age")).isEqualTo("PGDMP of triage-db\n");
        assertThat(opened("blobs.tar.age")).contains("./4711", "a sealed tip");
        assertThat(opened("etc.tar.age")).contains("etc/keys/keys.json");
        assertThat(backups.folder().toFile().list()).containsExactly(DAY.toString());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(backups.folder().resolve(DAY.toString()))))
                .isEqualTo("rwx------");
        for (String name : Backups.FILES) {
            assertThat(Files.readString(file(name), StandardCharsets.ISO_8859_1))
                    .startsWith("age-encryption.org/v1\n")
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
        programs.place("docker", "echo PGDMP; test \"$6\" != notify-db");

        // When
        assertThatThrownBy(() -> back(DAY)).isInstanceOf(StackFailure.class);
        List<LocalDate> after = backups.whole();
        assertThatThrownBy(() -> back(DAY.plusDays(30))).isInstanceOf(StackFailure.class);

        // Then
        assertThat(after).containsExactly(DAY.minusDays(7), DAY.minusDays(1));
        assertThat(backups.folder().toFile().list())
                .containsExactly(DAY.minusDays(1).toString());
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
    void what_no_whole_backup_replaces_stays_and_a_day_to_come_is_not_the_last() throws Exception {
        // Given
        Path old = Files.createDirectories(
                backups.folder().resolve(DAY.minusDays(40).toString()));
        Files.createDirectory(backups.folder().resolve("2026-02-31"));
        programs.place("docker", "exit 1");

        // When
        assertThatThrownBy(() -> back(DAY)).isInstanceOf(StackFailure.class);

        // Then
        assertThat(old).exists();
        programs.place("docker", "echo PGDMP");
        back(DAY.plusYears(70));
        back(DAY.minusDays(9));
        back(DAY);
        assertThat(backups.whole()).containsExactly(DAY, DAY.plusYears(70));
        assertThat(old).doesNotExist();
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

    private void back(LocalDate day) throws IOException {
        Installation server = new Installation(Path.of("compose.yaml"), home, programs.first());
        new Backup(server, backups, new PrintWriter(new StringWriter())).run(day, blobs);
    }

    private Path file(String name) {
        return backups.folder().resolve(DAY.toString()).resolve(name);
    }

    private String opened(String name) throws IOException {
        var recovery = SealedIdentity.open(keys.resolve("recovery.age"), PassphraseIdentity.of(PASSPHRASE));
        try (InputStream plain = AgeDecryptor.open(Files.newInputStream(file(name)), List.of(recovery))) {
            return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.stack.doctor.Finding.Status;
import org.penah.stack.process.OtherPrograms;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;

/** What nobody misses until it is needed. */
class PrecautionsTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-12-01");

    @TempDir
    Path folder;

    private Path home;
    private Path programs;

    @BeforeEach
    void a_server_of_today() throws IOException {
        home = Files.createDirectory(folder.resolve("etc"));
        programs = Files.createDirectory(folder.resolve("bin"));
        installedOn(TODAY);
    }

    @ParameterizedTest
    @CsvSource({"wake-somebody, BAD", "beat, WARN"})
    void a_program_of_the_timers_that_is_missing_is_told_until_it_can_run(String name, Status missing)
            throws IOException {
        // Given
        assertThat(finding(name).status()).isEqualTo(missing);
        assertThat(finding(name).remedy())
                .contains("docs/operations.md#on-one-server")
                .contains("PENAH_WITHOUT=" + name);

        // When
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n");
        assertThat(finding(name).status()).isEqualTo(missing);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        // Then
        assertThat(finding(name).status()).isEqualTo(Status.OK);
    }

    @Test
    void an_operator_who_does_without_in_writing_is_left_alone() throws IOException {
        // Given
        Files.writeString(home.resolve("env"), "PENAH_WITHOUT=wake-somebody, beat\n");
        installedOn(TODAY.minusDays(40));

        // Then
        assertThat(finding("wake-somebody").status()).isEqualTo(Status.OK);
        assertThat(finding("beat").found())
                .contains("PENAH_WITHOUT", home.resolve("env").toString());
        assertThat(finding("backup").status()).isEqualTo(Status.BAD);
        Files.writeString(home.resolve("env"), "PENAH_WITHOUT=backup\n");
        assertThat(finding("backup").status()).isEqualTo(Status.OK);
        assertThat(finding("wake-somebody").status()).isEqualTo(Status.BAD);
    }

    @ParameterizedTest
    @CsvSource({"0, WARN", "2, WARN", "3, BAD", "400, BAD"})
    void no_backup_at_all_is_bad_once_a_night_could_have_made_one(int days, Status status) throws IOException {
        // Given
        installedOn(TODAY.minusDays(days));

        // Then
        assertThat(finding("backup").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, OK",
        "2, true, OK",
        "3, true, WARN",
        "7, true, WARN",
        "8, true, BAD",
        "0, false, BAD",
        "-400, true, WARN"
    })
    void the_last_backup_that_is_whole_is_young(int days, boolean whole, Status status) throws IOException {
        // Given
        installedOn(TODAY.minusDays(40));
        Path backup = backup(TODAY.minusDays(days));
        Files.writeString(backup.resolve("etc.tar.age"), whole ? "x" : "");

        // Then
        assertThat(finding("backup").status()).isEqualTo(status);
    }

    /** The nights before it may be gone. */
    @Test
    void nobody_is_told_to_delete_the_only_backup_there_is() throws IOException {
        // Given
        backup(LocalDate.parse("2126-11-24"));

        // Then
        assertThat(finding("backup").remedy())
                .contains("2126-11-24 only after ./penah server backup has made a whole one with the right clock");
    }

    private Path backup(LocalDate day) throws IOException {
        Path backup = Files.createDirectories(folder.resolve("backups").resolve(day.toString()));
        for (String name : Backups.FILES) {
            Files.writeString(backup.resolve(name), "x");
        }
        return backup;
    }

    private void installedOn(LocalDate day) throws IOException {
        Files.writeString(home.resolve("realm.json"), "{}");
        Files.setLastModifiedTime(
                home.resolve("realm.json"),
                FileTime.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private Finding finding(String subject) throws IOException {
        List<Finding> findings = new Precautions(
                        new Installation(Path.of("stack/compose.yaml"), home, OtherPrograms.ofThisShell()),
                        new Backups(folder.resolve("backups")),
                        programs,
                        Clock.fixed(TODAY.atTime(23, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC))
                .findings();
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}

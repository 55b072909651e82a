package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** A server takes a newer release that is signed, in one order, and goes back by one. */
class ReleasesTest {

    private static final MinisignSecretKey KEY = MinisignSecretKey.generate();

    @TempDir
    Path folder;

    private Path home;
    private Path clone;
    private Path releases;
    private Path log;
    private FakePrograms programs;
    private long free = 100L << 30;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void a_server_that_runs_a_clone() throws Exception {
        home = Files.createDirectory(folder.resolve("etc"));
        clone = Files.createDirectory(folder.resolve("clone"));
        releases = Files.createDirectory(folder.resolve("opt"));
        log = folder.resolve("log");
        Files.writeString(home.resolve("release.pub"), KEY.publicKey().toFile());
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        docker("");
    }

    @Test
    void services_start_in_their_order_and_the_images_from_before_are_kept() throws Exception {
        // When
        releases().update(release("0.2.0", ""));

        // Then
        assertThat(deeds())
                .containsExactly(
                        "clone config --images",
                        "tag penah/postgres:17 penah/postgres:17-previous",
                        "tag penah/triage-service:1 penah/triage-service:1-previous",
                        "images of 0.2.0 --fresh",
                        "penah-0.2.0 stop canary",
                        "penah-0.2.0 up notify",
                        "penah-0.2.0 up triage",
                        "penah-0.2.0 up intake tor",
                        "penah-0.2.0 up --remove-orphans");
        assertThat(releases.resolve("current").toRealPath()).isEqualTo(releases.resolve("penah-0.2.0"));
        assertThat(releases.resolve("previous").toRealPath()).isEqualTo(clone);
    }

    /** As a doctor does that looks for more than the one here. */
    @Test
    void what_the_newer_doctor_finds_bad_is_said_before_anything_stops() throws Exception {
        // Given
        Path archive = release("0.2.0", "", """
            #!/bin/sh
            echo "status of 0.2.0 $*" >> %s
            cat <<'SAID'
            ok    docker           answers, and has compose
            bad   wake-somebody    is missing, so nothing wakes anybody at night
                                   write one
            warn  beat             is missing
                                   write one, too
            bad   sweeper          has no container
                                   up

            It will not run well: fix the lines marked bad.
            SAID
            exit 1
            """.formatted(log));

        // When
        releases().update(archive);

        // Then
        assertThat(said.toString())
                .contains("""
                    finds this bad on this server:
                    bad   wake-somebody    is missing, so nothing wakes anybody at night
                                           write one
                    While it does, no beat goes out""")
                .doesNotContain("answers, and has compose", "too", "sweeper", "fix the lines");
        assertThat(deeds())
                .containsSubsequence(
                        "status of 0.2.0 server status", "images of 0.2.0 --fresh", "penah-0.2.0 stop canary");
    }

    @Test
    void a_disk_that_is_too_small_is_told_before_anything_is_changed() throws Exception {
        // Given
        Path archive = release("0.2.0", "");
        free = DiskSpace.LEFT_FREE + (1L << 30);

        // When
        assertThatThrownBy(() -> releases().update(archive))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("an update needs up to")
                .hasMessageEndingWith("GiB are missing. Nothing was changed.");

        // Then
        assertThat(releases).isEmptyDirectory();
        assertThat(deeds()).containsExactly("clone config --images");
        free = 100L << 30;
        releases().update(archive);
        assertThat(releases.resolve("current")).exists();
    }

    @Test
    void back_by_one_with_the_images_that_ran_then_and_no_further() throws Exception {
        // Given
        releases().update(release("0.2.0", ""));
        Files.delete(log);

        // When
        releases().rollback();

        // Then
        assertThat(deeds())
                .containsExactly(
                        "clone config --images",
                        "tag penah/postgres:17-previous penah/postgres:17",
                        "tag penah/triage-service:1-previous penah/triage-service:1",
                        "clone stop canary",
                        "clone up intake tor",
                        "clone up triage",
                        "clone up notify",
                        "clone up --remove-orphans");
        assertThat(releases.resolve("current").toRealPath()).isEqualTo(clone);
        assertThatThrownBy(() -> releases().rollback()).hasMessageContaining("No release before this one");
    }

    @Test
    void one_changed_byte_another_key_or_another_name_changes_nothing() throws Exception {
        // Given
        Path good = release("0.2.0", "");
        Path changed = Files.copy(
                good, Files.createDirectory(folder.resolve("changed")).resolve("penah-0.2.0.tar.gz"));
        byte[] bytes = Files.readAllBytes(changed);
        bytes[bytes.length / 2] ^= 1;
        Files.write(changed, bytes);
        Path renamed = Files.copy(
                good, Files.createDirectory(folder.resolve("renamed")).resolve("penah-0.3.0.tar.gz"));
        for (Path other : List.of(changed, renamed)) {
            for (String name : List.of("SHA256SUMS", "SHA256SUMS.minisig")) {
                Files.copy(good.resolveSibling(name), other.resolveSibling(name));
            }
        }

        // Then
        assertThatThrownBy(() -> releases().update(changed)).hasMessageContaining("not the archive that was signed");
        assertThatThrownBy(() -> releases().update(renamed)).hasMessageContaining("for penah 0.2.0, and not for");
        Files.writeString(
                home.resolve("release.pub"),
                MinisignSecretKey.generate().publicKey().toFile());
        assertThatThrownBy(() -> releases().update(good)).hasMessageContaining("not signed by release.pub");
        Files.delete(home.resolve("release.pub"));
        assertThatThrownBy(() -> releases().update(good)).hasMessageContaining("release.pub is missing");
        assertThat(log).doesNotExist();
        assertThat(releases).isEmptyDirectory();
    }

    @Test
    void an_older_release_is_no_update() throws Exception {
        // Given
        releases().update(release("0.10.0", ""));
        Files.delete(log);

        // Then
        for (String version : List.of("0.9.9", "0.10.0")) {
            assertThatThrownBy(() -> releases().update(release(version, "")))
                    .hasMessageContaining("0.10.0 runs here, and " + version + " is not newer");
        }
        assertThat(log).doesNotExist();
    }

    @Test
    void an_update_that_failed_goes_back_and_loses_no_image_when_repeated() throws Exception {
        // Given
        docker("case \"$*\" in *'up --detach'*intake*) exit 1 ;; esac");
        assertThatThrownBy(() -> releases().update(release("0.2.0", "")))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("or go back");
        docker("");
        Files.delete(log);

        // When
        releases().update(release("0.2.0", ""));

        // Then
        assertThat(deeds()).doesNotContain("tag penah/postgres:17 penah/postgres:17-previous");
        docker("case \"$*\" in *'up --detach'*intake*) exit 1 ;; esac");
        assertThatThrownBy(() -> releases().update(release("0.3.0", ""))).isInstanceOf(StackFailure.class);
        docker("");
        releases().rollback();
        assertThat(releases.resolve("current").toRealPath()).isEqualTo(releases.resolve("penah-0.2.0"));
    }

    @Test
    void an_update_that_fails_again_leaves_what_a_rollback_needs() throws Exception {
        // Given
        releases().update(release("0.2.0", ""));
        docker("case \"$*\" in *'up --detach'*intake*) exit 1 ;; esac");
        assertThatThrownBy(() -> releases().update(release("0.3.0", ""))).isInstanceOf(StackFailure.class);
        programs.place("tar", "exit 1");

        // When
        assertThatThrownBy(() -> releases().update(release("0.3.0", ""))).isInstanceOf(StackFailure.class);

        // Then
        docker("");
        releases().rollback();
        assertThat(releases.resolve("current").toRealPath()).isEqualTo(releases.resolve("penah-0.2.0"));
    }

    /** As after a power cut between two of them. */
    @Test
    void an_update_that_lost_its_files_is_repeated_before_a_rollback() throws Exception {
        // Given
        docker("case \"$*\" in *'up --detach'*intake*) exit 1 ;; esac");
        assertThatThrownBy(() -> releases().update(release("0.2.0", ""))).isInstanceOf(StackFailure.class);
        Folders.delete(releases.resolve("penah-0.2.0"));
        docker("");
        Files.delete(log);

        // Then
        assertThatThrownBy(() -> releases().rollback()).hasMessageContaining("repeat it first");
        assertThat(log).doesNotExist();
        releases().update(release("0.2.1", ""));
        assertThat(deeds()).doesNotContain("tag penah/postgres:17 penah/postgres:17-previous");
    }

    @Test
    void a_command_of_another_release_than_the_one_that_runs_is_refused() throws Exception {
        // Given
        Installation ofTheClone = new Installation(clone.resolve("stack/compose.yaml"), home, programs.first());
        Releases.requireCurrent(ofTheClone, releases);

        // When
        releases().update(release("0.2.0", ""));

        // Then
        Path current = releases.resolve("current");
        assertThatThrownBy(() -> Releases.requireCurrent(ofTheClone, releases))
                .hasMessageEndingWith("Go there: cd " + current);
        assertThat(said.toString()).contains("Give every other command there: cd " + current);
        Releases.requireCurrent(
                new Installation(current.resolve("stack/compose.yaml"), home, programs.first()), releases);
        releases().rollback();
        Releases.requireCurrent(ofTheClone, releases);
    }

    @Test
    void there_is_no_way_back_where_the_newer_release_says_so() throws Exception {
        // When
        releases().update(release("0.2.0", "- **No way back:** the table tip has no day any more.\n"));
        Files.delete(log);

        // Then
        assertThat(said.toString()).contains("No way back from this release: the table tip has no day any more.");
        assertThatThrownBy(() -> releases().rollback()).hasMessageContaining("the table tip has no day any more.");
        assertThat(log).doesNotExist();
    }

    @Test
    void of_three_releases_two_stay() throws Exception {
        // When
        for (String version : List.of("0.2.0", "0.3.0", "0.4.0")) {
            releases().update(release(version, ""));
        }

        // Then
        assertThat(releases.toFile().list())
                .containsExactlyInAnyOrder("current", "previous", "penah-0.3.0", "penah-0.4.0");
    }

    @Test
    void what_any_release_in_between_said_of_the_way_back_counts_and_no_older_word() throws Exception {
        // Given
        String old = "\n## 0.2.0 (2026-11-01)\n\n- **No way back:** of long ago.\n";
        releases().update(release("0.2.0", ""));
        releases().update(release("0.3.0", old));
        releases().rollback();

        // When
        releases().update(release("0.5.0", "\n## 0.4.0 (2026-11-02)\n\n- **No way back:** tip has no day.\n" + old));

        // Then
        assertThatThrownBy(() -> releases().rollback()).hasMessageContaining("tip has no day.");
    }

    @Test
    void an_image_that_the_release_before_uses_stays() throws Exception {
        // Given
        docker("case \"$*\" in *penah-0.4.0/*--images) echo penah/keycloak:2; exit ;;"
                + " *--images) echo penah/keycloak:1; exit ;; esac");

        // When
        for (String version : List.of("0.2.0", "0.3.0", "0.4.0")) {
            releases().update(release(version, ""));
        }

        // Then
        assertThat(deeds()).noneMatch(deed -> deed.startsWith("image rm penah/keycloak:1"));
    }

    private Releases releases() {
        return new Releases(
                new Installation(clone.resolve("stack/compose.yaml"), home, programs.first()),
                releases,
                new PrintWriter(said),
                place -> free);
    }

    /** What docker was told and made, in short. */
    private List<String> deeds() throws IOException {
        return Files.readAllLines(log);
    }

    private void docker(String first) throws IOException {
        programs.place("docker", """
            %s
            case "$*" in
              info*) echo '%s'; exit ;;
              'image inspect'*) printf '%%s\\n' 734003200 339738624; exit ;;
              *'--images') printf 'penah/triage-service:1\\npenah/postgres:17\\npenah/postgres:17\\n' ;;
            esac
            echo "$*" | sed -E 's|compose -f .*/([^/]*)/stack/compose.yaml --env-file %s/env|\\1|; s|up --detach --wait --wait-timeout 600|up|' >> %s
            """.formatted(first, folder, home, log));
    }

    /** A signed archive with little in it. */
    private Path release(String version, String changes) throws IOException {
        return release(version, changes, "#!/bin/sh\n");
    }

    /** @param penah its launcher */
    private Path release(String version, String changes, String penah) throws IOException {
        Path made = folder.resolve("made-" + version);
        Path root = made.resolve("penah-" + version);
        Path build = root.resolve("stack/src/main/images/build");
        Files.createDirectories(build.getParent());
        Files.writeString(root.resolve("VERSION"), version + "\n");
        Files.writeString(root.resolve("CHANGELOG.md"), "## " + version + " (2026-11-30)\n\n" + changes);
        Files.writeString(build, "#!/bin/sh\necho images of " + version + " $* >> " + log + "\n");
        Files.writeString(root.resolve("penah"), penah);
        for (Path program : List.of(build, root.resolve("penah"))) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path archive = made.resolve("penah-" + version + ".tar.gz");
        Command.of("tar", "-czf", archive.toString(), "-C", made.toString(), "penah-" + version)
                .succeed();
        Path sums = made.resolve("SHA256SUMS");
        Command.of("sha256sum", archive.getFileName().toString())
                .in(made)
                .output(sums)
                .succeed();
        Files.writeString(made.resolve("SHA256SUMS.minisig"), KEY.sign(Files.readAllBytes(sums), "penah " + version));
        return archive;
    }
}

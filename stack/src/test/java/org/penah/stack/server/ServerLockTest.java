package org.penah.stack.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.program.Command;

/** Each command as a person runs it, in a separate process, while another one is at the server. */
class ServerLockTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final String KEY = "descriptor:x25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** It notes what it is asked; a database that is to be saved hangs, if somebody asks for that. */
    private static final String DOCKER = """
        case "$*" in
          *pg_dump*) echo PGDMP
            if test -e '%1$s/hang'; then touch '%1$s/hangs'; echo $$ > '%1$s/reader'; exec sleep 300; fi ;;
          *) echo "$*" >> '%1$s/asked' ;;
        esac
        """;

    @TempDir
    static Path held;

    @TempDir
    Path folder;

    private Path home;
    private Path lock;
    private Path form;

    @BeforeAll
    static void a_ceremony_was_held() throws Exception {
        HeldCeremony.hold(held, LocalDate.now(ZoneOffset.UTC), PASSPHRASE);
    }

    @BeforeEach
    void a_server() throws IOException {
        home = Files.createDirectory(folder.resolve("penah"));
        lock = folder.resolve("penah.lock");
        form = Files.createDirectory(home.resolve("secrets")).resolve("intake-form");
        Files.writeString(form, "old");
        Files.writeString(home.resolve("env"), "PENAH_ONION=abc.onion\n");
        Files.createDirectories(home.resolve("staff-onion/clients"));
        Files.writeString(home.resolve("staff-onion/clients/orkhan.auth"), KEY);
        KeyImportTest.copy(held, home.resolve("keys"));
        new FakePrograms(Files.createDirectory(folder.resolve("programs"))).place("docker", DOCKER.formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "install keys",
                "keys import keys",
                "staff add leyla " + KEY,
                "staff remove orkhan",
                "backup --into backups",
                "restore night --night night.age --keys keys",
                "update penah-9.tar.gz",
                "rollback",
                "rotate intake-form",
                "rotate intake-form --now",
                "open"
            })
    void while_an_update_runs_every_other_command_says_so_and_changes_nothing(String command) throws Exception {
        Map<String, String> before = files();
        try (FileChannel other = hold("an update")) {
            assertThat(other.isOpen()).isTrue();

            // When
            Running refused = start(command);

            // Then
            assertThat(refused.said())
                    .startsWith(
                            "an update runs, since 2026-11-24 10:02 UTC; look again when it has ended. Nothing was changed.");
            assertThat(refused.exit()).isOne();
        }
        assertThat(files()).isEqualTo(before);
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    /** A leaver is taken from the list, and the form opened, beside a backup that takes six hours. */
    @ParameterizedTest
    @ValueSource(strings = {"staff add leyla " + KEY, "staff remove orkhan", "open"})
    void what_no_backup_minds_waits_for_none(String command) throws Exception {
        try (FileChannel other = hold("a backup")) {
            assertThat(other.isOpen()).isTrue();

            // When
            Running done = start(command);

            // Then
            assertThat(done.exit()).as(done.output().toString()).isZero();
        }
    }

    /** Nothing keeps anybody from closing the form; and what changes the settings at that moment keeps its line, and the form's. */
    @Test
    void the_form_closes_whatever_runs_and_loses_no_setting() throws Exception {
        Running closing;
        try (FileChannel other = hold("a rotation");
                FileChannel settings = FileChannel.open(
                        home.resolve("env.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Given
            assertThat(other.isOpen()).isTrue();
            settings.lock();

            // When
            closing = start("close");
            await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("asked")));
            assertThat(folder.resolve("asked")).content().contains("stop tor");
            Files.writeString(home.resolve("env"), "PENAH_ONION=new.onion\n");
            assertThat(closing.process().isAlive()).isTrue();
        }

        // Then
        assertThat(closing.exit()).as(closing.output().toString()).isZero();
        assertThat(home.resolve("env")).content().isEqualTo("PENAH_ONION=new.onion\nPENAH_CLOSED=1\n");
    }

    @Test
    void after_a_theft_nobody_waits_for_a_backup_and_those_from_before_stay() throws Exception {
        // Given
        Path earlier = Files.createDirectories(folder.resolve("backups/" + LocalDate.now(ZoneOffset.UTC)));
        Files.writeString(earlier.resolve("night.age"), "of this very day");
        Files.createFile(folder.resolve("hang"));
        Running backup = start("backup --into " + folder.resolve("backups"));
        await().atMost(PATIENCE).until(() -> folder.resolve("reader").toFile().length() > 0);
        long reader = Long.parseLong(Files.readString(folder.resolve("reader")).strip());
        Running refused = start("rotate intake-form");
        assertThat(refused.said()).startsWith("a backup runs, since ").contains("repeat this with --now");
        assertThat(form).content().isEqualTo("old");

        // When
        Running rotation = start("rotate intake-form --now");

        // Then
        assertThat(rotation.exit()).as(rotation.output().toString()).isZero();
        assertThat(form).content().hasSize(48);
        assertThat(backup.exit()).isNotZero();
        assertThat(backup.said()).contains("The backup was ended; those from before are still there.");
        assertThat(folder.resolve("backups").toFile().list())
                .containsExactly(earlier.getFileName().toString());
        assertThat(earlier.resolve("night.age")).content().isEqualTo("of this very day");
        assertThat(ProcessHandle.of(reader).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private FileChannel hold(String what) throws IOException {
        FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        other.lock();
        // To close this file in this process gives the lock back, so no method of Files comes near it.
        other.write(ByteBuffer.wrap((what + "\n" + ProcessHandle.current().pid()).getBytes(US_ASCII)));
        Command.of("sh", "-c", "touch -d 2026-11-24T10:02:30Z '%s'".formatted(lock))
                .succeed();
        return other;
    }

    private record Running(Process process, Path output) {

        int exit() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        String said() throws IOException, InterruptedException {
            exit();
            return Files.readString(output);
        }
    }

    /** What is there, but for the lock and what the commands said. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.equals(lock) && !file.getFileName().toString().startsWith("said")) {
                    files.put(folder.relativize(file).toString(), Files.readString(file, ISO_8859_1));
                }
            }
        }
        return files;
    }

    private Running start(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.penah.stack.Penah",
                "server"));
        words.addAll(List.of(command.split(" ", -1)));
        Path output = Files.createTempFile(folder, "said", ".txt");
        return new Running(
                Command.ofJdk("java", words)
                        .in(folder)
                        .with("PENAH_HOME", home.toString())
                        .with("PENAH_PASSPHRASE", "nobody types this in earnest")
                        .with("PATH", folder.resolve("programs") + File.pathSeparator + System.getenv("PATH"))
                        .output(output)
                        .start(),
                output);
    }
}

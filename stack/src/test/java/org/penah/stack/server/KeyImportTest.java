package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.Ceremony;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/** What the ceremony made reaches the desk before the form, or not at all; Docker here only notes what it is asked. */
class KeyImportTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");

    /** The desk has all keys, and serves the serial that lies in its folder. */
    private static final String DOCKER = """
        case "$*" in
          *ps*--quiet*) echo 4711 ;;
          *exec*triage*) echo 'penah_desk_epochs_absent %1$s'
            echo "penah_desk_keys_serial $(sed 's/.*"serial":\\([0-9]*\\).*/\\1/' '%2$s/keys-desk/keys.json').0" ;;
          *restart*) echo "$5" >> '%3$s'
            echo "$5 $(grep -o '"serial":[0-9]*' '%2$s/keys/keys.json')" >> '%2$s/../seals' ;;
        esac\
        """;

    /** Its passphrases cost seconds, so it is held once. */
    @TempDir
    static Path held;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private Path home;
    private Path restarts;
    private Path usb;
    private FakePrograms programs;
    private Ceremony ceremony;

    /** As it was when the server was installed, and after somebody has left. */
    @BeforeAll
    static void two_ceremonies_were_held() throws Exception {
        Ceremony first = new Ceremony(held.resolve("before"));
        first.init(PASSPHRASE, PASSPHRASE);
        copy(Path.of("src/main/words"), held.resolve("before/words"));
        first.addMember("leyla", PASSPHRASE);
        first.addMember("orkhan", PASSPHRASE);
        first.addQueue("threat", List.of("leyla", "orkhan"));
        first.startEpoch("threat", DAY);
        first.sign(DAY, 90, List.of(), PASSPHRASE);
        copy(held.resolve("before"), held.resolve("after"));
        Ceremony second = new Ceremony(held.resolve("after"));
        second.leaveQueue("threat", "orkhan");
        second.startEpoch("threat", DAY);
        second.sign(DAY, 90, List.of(), PASSPHRASE);
    }

    @BeforeEach
    void a_server_that_was_installed_and_somebody_leaves() throws Exception {
        home = Files.createDirectory(folder.resolve("etc"));
        restarts = folder.resolve("restarts");
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        Path keys = folder.resolve("ceremony");
        copy(held.resolve("before"), keys);
        docker("0.0");
        importKeys(bring("usb-1"), false);
        Files.delete(restarts);
        Folders.delete(keys);
        copy(held.resolve("after"), keys);
        ceremony = new Ceremony(keys);
        usb = bring("usb-2");
    }

    @Test
    void the_desk_has_the_next_key_before_sources_seal_to_it_and_no_copy_stays() throws Exception {
        // When
        importKeys(usb, true);

        // Then
        assertThat(restarts).content().isEqualTo("triage\nintake\n");
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":2,", "\"epoch\":2,");
        assertThat(home.resolve("keys/removed.json")).content().contains("orkhan");
        assertThat(home.resolve("keys/recovery.pub")).exists();
        assertThat(home.resolve("keys/queues/threat/2/recipient")).exists();
        assertThat(sealed(home)).isEmpty();
        assertThat(sealed(usb)).isEmpty();
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("keys", "keys-desk", "env", "env.lock");
        assertThat(home.resolve("env")).content().isEqualTo("PENAH_DESK_KEYS=keys-desk\n");
        assertThat(said.toString())
                .contains(
                        "Compare it with the paper: " + ceremony.rootPublicKey().toBase64());
    }

    @Test
    void a_desk_that_lacks_a_key_leaves_everything_as_it_was() throws Exception {
        // Given
        docker("1.0");

        // When
        assertThatThrownBy(() -> importKeys(usb, true))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("nobody at the desk has the key of 1 epochs");

        // Then
        assertThat(restarts).content().isEqualTo("triage\ntriage\n");
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":1,");
        assertThat(sealed(usb)).isNotEmpty();
    }

    @Test
    void a_docker_that_does_not_answer_is_no_server_that_is_not_there_yet() throws Exception {
        // Given
        programs.place("docker", "exit 1");

        // Then
        refused(usb, "Docker does not answer");
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":1,");
    }

    @Test
    void before_the_first_start_the_files_are_put_there() throws Exception {
        // Given
        programs.place("docker", "exit 0");

        // When
        importKeys(usb, true);

        // Then
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":2,");
        assertThat(sealed(home)).isNotEmpty();
        assertThat(sealed(usb)).isNotEmpty();
    }

    @Test
    void a_manifest_without_its_keys_is_refused() throws Exception {
        // Given
        Files.delete(usb.resolve("queues/threat/2/recipient"));

        // Then
        refused(usb, "queues/threat/2/recipient is missing");
    }

    @Test
    void a_private_key_that_must_not_be_here_is_refused_by_its_name_or_content() throws Exception {
        // Given
        Files.copy(folder.resolve("ceremony/root.key"), usb.resolve("words/notes.txt"));

        // Then
        refused(usb, "notes.txt is a private key of the ceremony");
        Files.delete(usb.resolve("words/notes.txt"));
        Files.copy(folder.resolve("ceremony/recovery.age"), usb.resolve("recovery.age"));
        refused(usb, "recovery.age is a private key of the ceremony");
        Files.delete(usb.resolve("recovery.age"));
        Files.copy(folder.resolve("ceremony/root.key"), home.resolve("keys/root.key"));
        refused(usb, "root.key is a private key of the ceremony");
    }

    @Test
    void no_link_leads_to_another_place_and_nothing_large_is_let_by() throws Exception {
        // Given
        Path valuable = Files.writeString(folder.resolve("locks"), "what opens each epoch");
        Path link = Files.createSymbolicLink(usb.resolve("queues/threat/x.age"), valuable);

        // Then
        refused(usb, "x.age is a link to another place");
        Files.delete(link);
        Files.write(usb.resolve("members/all.tar"), new byte[2 << 20]);
        refused(usb, "all.tar is larger than anything of a ceremony");
        Files.delete(usb.resolve("members/all.tar"));
        Files.createDirectory(usb.resolve("keys"));
        Files.copy(folder.resolve("ceremony/recovery.age"), usb.resolve("keys/recovery.age"));
        refused(
                Files.createSymbolicLink(folder.resolve("stick"), usb),
                "recovery.age is a private key of the ceremony");
        assertThat(valuable).content().isEqualTo("what opens each epoch");
    }

    @Test
    void what_starts_again_before_the_desk_has_said_yes_seals_to_the_keys_from_before() throws Exception {
        // Given
        docker("1.0");

        // When
        assertThatThrownBy(() -> importKeys(usb, true)).isInstanceOf(StackFailure.class);
        docker("0.0");
        importKeys(usb, true);

        // Then
        assertThat(folder.resolve("seals")).content().endsWith("""
                triage "serial":1
                triage "serial":1
                triage "serial":1
                intake "serial":2
                """);
    }

    @Test
    void an_import_that_was_interrupted_is_told_and_done_again() throws Exception {
        // Given
        assertThat(server().isImportingKeys()).isFalse();
        Writer cut = new StringWriter() {
            @Override
            public void write(String text, int from, int length) {
                if (text.contains("The desk has every key")) {
                    throw new IllegalStateException("the power goes");
                }
            }
        };
        assertThatThrownBy(() -> keyImport(new PrintWriter(cut)).run(usb, true)).hasMessage("the power goes");
        assertThat(server().isImportingKeys()).isTrue();
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":1,");

        // When
        importKeys(usb, true);

        // Then
        assertThat(server().isImportingKeys()).isFalse();
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":2,");
        assertThat(sealed(home)).isEmpty();
    }

    @Test
    void an_import_by_an_earlier_version_that_was_interrupted_begins_again_from_the_files_before_it() throws Exception {
        // Given
        copy(home.resolve("keys"), home.resolve("keys-before"));
        Files.writeString(home.resolve("keys/keys.json"), "");
        assertThat(server().isImportingKeys()).isTrue();
        docker("1.0");

        // When
        assertThatThrownBy(() -> importKeys(usb, true)).isInstanceOf(StackFailure.class);

        // Then
        assertThat(said.toString()).contains("An import was interrupted");
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":1,");
        assertThat(server().isImportingKeys()).isFalse();
    }

    @Test
    void what_the_desk_has_confirmed_is_not_taken_back_though_the_form_does_not_start() throws Exception {
        // Given
        programs.place(
                "docker",
                DOCKER.formatted("0.0", home, restarts).replace("*restart*)", "*intake*) exit 1 ;; *restart*)"));

        // When
        assertThatThrownBy(() -> importKeys(usb, true))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("intake does not start");

        // Then
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":2,");
        assertThat(server().isImportingKeys()).isFalse();
        assertThat(sealed(home)).isEmpty();
    }

    @Test
    void only_the_root_key_of_this_server_counts_and_no_older_manifest() throws Exception {
        // Given
        Path forged = bring("forged");
        Files.writeString(
                forged.resolve("removed.json"),
                Files.readString(forged.resolve("removed.json")).replace("orkhan", "leyla"));
        importKeys(usb, false);
        Files.delete(restarts);

        // Then
        refused(forged, "the root key's signature does not hold");
        refused(folder.resolve("usb-1"), "older than one seen before");
        assertThat(home.resolve("keys/keys.json")).content().contains("\"serial\":2,");
    }

    private void refused(Path brought, String why) {
        assertThatThrownBy(() -> importKeys(brought, true))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(why)
                .hasMessageContaining("Nothing was changed");
        assertThat(restarts).doesNotExist();
    }

    private void importKeys(Path brought, boolean forget) throws IOException {
        keyImport(new PrintWriter(said)).run(brought, forget);
    }

    private KeyImport keyImport(PrintWriter out) {
        Clock clock = Clock.fixed(DAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        return new KeyImport(server(), clock, Duration.ofSeconds(2), out);
    }

    private Installation server() {
        return new Installation(Path.of("compose.yaml"), home, programs.first());
    }

    private void docker(String absent) throws IOException {
        programs.place("docker", DOCKER.formatted(absent, home, restarts));
    }

    /** As the ceremony's page says: everything but the two keys that stay in their safes. */
    private Path bring(String name) throws IOException {
        Path stick = folder.resolve(name);
        copy(folder.resolve("ceremony"), stick);
        Files.delete(stick.resolve("root.key"));
        Files.delete(stick.resolve("recovery.age"));
        return stick;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static List<Path> sealed(Path below) throws IOException {
        return new BroughtKeys(below).sealed();
    }
}

package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.StackFailure;
import org.penah.stack.process.FakePrograms;

/** What a new server gets, and that no interruption makes a second one of it; Docker here makes files as the containers do. InstallIT has the real ones. */
class InstallTest {

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();
    private static final Path COMPOSITION = Path.of("compose.yaml");
    private static final Pattern ROW = Pattern.compile("^\\| (.*?) \\| ", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern SECRET = Pattern.compile("file: \"\\$\\{PENAH_HOME:-/etc/penah}/(secrets/[^\"]+)\"");

    private static final String DOCKER = """
        cd '%1$s'
        echo "$*" >> asked
        case "$*" in
          %2$s) exit 1 ;;
          images*) echo 4711 ;;
          ps*) cat started 2>/dev/null ;;
          *partner-kit*) mkdir etc/canary/partner/home && echo '{"name":"canary"}' > etc/canary/partner/home/profile.json ;;
          *canary*init*) echo receipt > etc/secrets/canary-receipt; echo mailbox ;;
          *hostname*) test -e tor && echo abc.onion ;;
          *"--detach tor"*) touch tor ;;
          *"--detach --wait"*) echo 4711 > started ;;
          *exec*triage*) echo 'penah_desk_epochs_absent 0.0'; echo 'penah_desk_keys_serial 1.0' ;;
        esac
        exit 0""";

    /** Its passphrases cost seconds, so it is held once. */
    @TempDir
    static Path held;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private Path home;
    private Path usb;
    private FakePrograms programs;

    @BeforeAll
    static void a_ceremony_was_held() throws Exception {
        HeldCeremony.hold(held, LocalDate.now(ZoneOffset.UTC), PASSPHRASE);
        Files.delete(held.resolve("root.key"));
        Files.delete(held.resolve("recovery.age"));
    }

    @BeforeEach
    void a_machine_and_a_ceremony() throws Exception {
        home = folder.resolve("etc");
        usb = folder.resolve("ceremony");
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        programs.place("chown", "exit 0");
        docker("nothing");
        KeyImportTest.copy(held, usb);
    }

    @Test
    void everything_that_compose_asks_for_is_there() throws Exception {
        // When
        install();

        // Then
        assertThat(SECRET.matcher(Files.readString(COMPOSITION)).results().map(secret -> secret.group(1)))
                .hasSizeGreaterThan(15)
                .allSatisfy(secret -> assertThat(home.resolve(secret)).isNotEmptyFile());
        assertThat(home.resolve("secrets/postgres-intake"))
                .content()
                .hasSize(48)
                .isNotEqualTo(Files.readString(home.resolve("secrets/postgres-triage")));
        assertThat(home.resolve("realm.json")).content().contains("\"sslRequired\": \"external\"");
        assertThat(home.resolve("canary/partners.json")).content().isEqualTo("[{\"name\":\"canary\",\"canary\":true}]");
        assertThat(home.resolve("env")).content().isEqualTo("""
                        PENAH_DESK_KEYS=keys-desk
                        PENAH_CANARY_MAILBOX=mailbox
                        PENAH_ONION_NETWORK=172.16.85
                        PENAH_ONION=abc.onion
                        """);
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("secrets/canary-receipt"))).isEqualTo("rw-r--r--");
        assertThat(sealed()).isEmpty();
    }

    /** One more secret, or one that is not replaced any more, has its row there, with what to do. */
    @Test
    void every_secret_is_replaced_by_its_name_or_a_page_says_what_to_do() throws Exception {
        // Given
        String page = Files.readString(Path.of("../docs/operations.md"));
        String table = page.substring(
                page.indexOf("| file of `/etc/penah/secrets` |"), page.indexOf("To close the form at once:"));
        List<String> instead = ROW.matcher(table)
                .results()
                .flatMap(row -> QUOTED.matcher(row.group(1)).results())
                .map(quote -> quote.group(1))
                .toList();

        // When
        install();

        // Then
        List<String> made = passwords().keySet().stream()
                .map(file -> file.getFileName().toString().replaceFirst("^(events-.*)-public$", "$1"))
                .toList();
        assertThat(made).hasSizeGreaterThan(20);
        assertThat(made)
                .filteredOn(name -> !Rotation.names().contains(name))
                .containsExactly("keycloak.env")
                .allSatisfy(name -> assertThat(instead).contains(name));
        assertThat(Rotation.names())
                .filteredOn(name -> !made.contains(name))
                .containsExactlyInAnyOrder("keycloak-admin", "onion", "staff-onion")
                .allSatisfy(name -> assertThat(table).contains("`rotate " + name + "`"));
    }

    /** A source who finds the address meanwhile would seal to a key that nobody at the desk has. */
    @Test
    void the_form_is_closed_until_the_desk_has_every_key() throws Exception {
        // Given
        docker("*restart*triage*");
        assertThatThrownBy(this::install).isInstanceOf(StackFailure.class);
        assertThat(home.resolve("env")).content().contains("PENAH_CLOSED=1\n");
        assertThat(home.resolve("installing")).exists();
        docker("nothing");

        // When
        install();

        // Then
        assertThat(home.resolve("env")).content().doesNotContain("PENAH_CLOSED");
        assertThat(home.resolve("installing")).doesNotExist();
        List<String> asked = Files.readAllLines(folder.resolve("asked"));
        int desk = asked.lastIndexOf("compose -f compose.yaml restart triage");
        assertThat(desk).isPositive();
        assertThat(asked.subList(desk, asked.size()))
                .contains("compose -f compose.yaml --env-file %s/env up --detach --wait tor".formatted(home));
        assertThat(asked.subList(0, desk))
                .filteredOn(line -> line.endsWith("--wait tor"))
                .isEmpty();
    }

    @Test
    void a_form_that_somebody_closes_during_an_installation_stays_closed() throws Exception {
        // Given
        docker("*restart*triage*");
        assertThatThrownBy(this::install).isInstanceOf(StackFailure.class);
        docker("nothing");
        ClosedForm form = new ClosedForm(new Installation(COMPOSITION, home, programs.first()));
        assertThatThrownBy(form::openAgain).hasMessageContaining("once the desk has every key");
        form.close();

        // When
        install();

        // Then
        assertThat(home.resolve("env")).content().contains("PENAH_CLOSED=1\n");
    }

    /** Each of what Docker is asked fails once; then the same command makes one server, and no password changes under it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"*partner-kit*", "*canary*init*", "*'--detach tor'*", "*'--detach --wait'*", "*restart*triage*"})
    void an_interruption_costs_nothing(String failing) throws Exception {
        // Given
        docker(failing);
        assertThatThrownBy(this::install).isInstanceOf(StackFailure.class);
        Map<Path, String> before = passwords();
        docker("nothing");

        // When
        install();

        // Then
        assertThat(passwords()).containsAllEntriesOf(before);
        assertThat(home.resolve("env")).content().contains("PENAH_ONION=abc.onion", "PENAH_CANARY_MAILBOX=mailbox");
        assertThat(sealed()).isEmpty();
    }

    @Test
    void the_network_may_change_until_there_is_an_address_and_never_after() throws Exception {
        // Given
        docker("*'--detach tor'*");
        assertThatThrownBy(this::install).isInstanceOf(StackFailure.class);
        docker("nothing");

        // When
        install("10.85.7");
        install("10.85.8");

        // Then
        assertThat(home.resolve("env")).content().contains("PENAH_ONION_NETWORK=10.85.7\n");
    }

    @Test
    void what_somebody_has_set_stays() throws Exception {
        // Given
        install();
        Files.writeString(home.resolve("env"), "# ours\n\nPENAH_CLOSED=1\n", StandardOpenOption.APPEND);

        // When
        install();

        // Then
        assertThat(home.resolve("env")).content().contains("# ours\n\nPENAH_CLOSED=1\n", "PENAH_ONION=abc.onion\n");
        assertThat(Files.readAllLines(home.resolve("env"))).doesNotContain("=");
    }

    @Test
    void keys_that_nobody_holds_start_nothing() throws Exception {
        // Given
        for (Path sealed : sealed()) {
            Files.delete(sealed);
        }
        Files.delete(usb.resolve("queues/threat/1/members"));

        // Then
        assertThatThrownBy(this::install).isInstanceOf(StackFailure.class).hasMessageContaining("no key is in queues");
        assertThat(folder.resolve("tor")).doesNotExist();
    }

    @Test
    void without_images_nothing_is_changed() throws IOException {
        programs.place("docker", "exit 0");
        assertThatThrownBy(this::install)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("mvn -Pimages package")
                .hasMessageContaining("Nothing was changed");
        assertThat(home).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8", "172.40.1", "10.1", "10.1.2.3", "10.1.256", "", "10.1.2\nPENAH_ONION=mine"})
    void a_network_of_others_is_refused(String network) {
        assertThatThrownBy(() -> install(network)).isInstanceOf(StackFailure.class);
        assertThat(home).doesNotExist();
    }

    @Test
    void half_a_restore_is_not_installed_over() throws IOException {
        Files.createFile(folder.resolve("etc-restoring"));
        assertThatThrownBy(this::install)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("restore to this machine was interrupted");
    }

    private void install() throws IOException {
        install("172.16.85");
    }

    private void install(String network) throws IOException {
        PrintWriter out = new PrintWriter(said);
        Installation server = new Installation(COMPOSITION, home, programs.first());
        KeyImport keys = new KeyImport(server, Clock.systemUTC(), Duration.ofSeconds(10), out);
        new Install(server, keys, new Units(folder.resolve("machine"), folder, programs.first()), out)
                .run(usb, network);
    }

    private void docker(String failing) throws IOException {
        programs.place("docker", DOCKER.formatted(folder, failing));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Map<Path, String> passwords() throws IOException {
        Map<Path, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            for (Path file : files.toList()) {
                found.put(file, Files.readString(file));
            }
        }
        return found;
    }

    /** Copies of private keys, here and in the ceremony's folder. */
    private List<Path> sealed() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".age")).toList();
        }
    }
}

package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.ceremony.Ceremony;
import org.penah.stack.doctor.Finding.Status;
import org.penah.stack.process.FakePrograms;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;
import picocli.CommandLine;

/** An installed server as Docker tells of it. */
class ServerTest {

    private static final String RUNNING = """
        case "$*" in
          ps*)
            echo 'intake|running|Up 3 hours (healthy)'
            echo 'triage|running|Up 3 hours (unhealthy)'
            echo 'notify|exited|Exited (137) 2 minutes ago'
            echo 'tor|running|Up 3 seconds (health: starting)'
            echo 'intake-migrations|exited|Exited (0) 3 hours ago'
            echo 'notify-migrations|exited|Exited (1) 3 hours ago'
            echo 'broker|running|Up 3 hours (healthy)' ;;
          *'exec -T intake java '*' http://127.0.0.1:9081/q/metrics') %s ;;
          *exec*) exit 1 ;;
        esac\
        """;

    private static final char[] PASSPHRASE = "nobody types this in earnest".toCharArray();

    @TempDir
    Path folder;

    private FakePrograms programs;
    private Path home;

    @BeforeEach
    void makeFolders() throws IOException {
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        home = folder.resolve("etc");
    }

    @Test
    void each_container_is_told_and_the_alarms_inside() throws Exception {
        // Given
        programs.place("docker", RUNNING.formatted("echo 'penah_form_open 0.0'"));

        // When
        List<Finding> findings = look();

        // Then
        assertThat(findings)
                .extracting(finding -> finding.status() + " " + finding.subject())
                .containsExactly(
                        "OK docker",
                        "OK intake",
                        "BAD FormClosed",
                        "BAD triage",
                        "BAD notify",
                        "WARN tor",
                        "OK intake-migrations",
                        "BAD notify-migrations",
                        "OK broker");
        assertThat(findings.get(4).found()).isEqualTo("does not run: Exited (137) 2 minutes ago");
        assertThat(findings.get(3).remedy()).isEqualTo("./penah server log triage");
        assertThat(findings.get(4).remedy()).isEqualTo("docker compose -f stack/compose.yaml logs notify");
    }

    @Test
    void a_service_whose_metrics_nobody_can_read_is_told() throws Exception {
        // Given
        programs.place("docker", RUNNING.formatted("exit 1"));

        // Then
        assertThat(look())
                .contains(Finding.warn(
                        "intake",
                        "does not answer with its metrics, so its alarms are unknown",
                        "Look again in a minute."));
    }

    @ParameterizedTest
    @CsvSource({"'',is not there", "exit 1,does not answer", "test \"$1\" != compose,has no compose"})
    void a_docker_that_cannot_run_a_server_is_bad_only_where_one_was_installed(String docker, String found)
            throws Exception {
        // Given
        if (!docker.isEmpty()) {
            programs.place("docker", docker);
        }

        // When
        List<Finding> before = look();
        Files.createDirectory(home);
        List<Finding> after = look();

        // Then
        assertThat(before).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.found()).isEqualTo(found);
        });
        assertThat(after.get(0).status()).isEqualTo(Status.BAD);
        assertThat(after.get(0).found()).isEqualTo(found);
    }

    @Test
    void an_installed_server_without_containers_is_bad() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        Files.createDirectory(home);

        // Then
        assertThat(look())
                .filteredOn(finding -> !finding.subject().equals("disk"))
                .extracting(finding -> finding.status() + " " + finding.subject())
                .containsExactly(
                        "OK docker",
                        "BAD server",
                        "BAD wake-somebody",
                        "WARN beat",
                        "BAD backup",
                        "BAD keys",
                        "WARN neighbours");
    }

    @Test
    void a_container_of_a_profile_that_the_settings_switch_on_is_missed() throws Exception {
        // Given
        Files.writeString(Files.createDirectory(home).resolve("env"), "COMPOSE_PROFILES=partners\n");
        programs.place("docker", """
            case "$*" in
              ps*) echo 'broker|running|Up 3 hours (healthy)' ;;
              *'--env-file %s/env '*config*--services) echo broker; echo partners-way-in ;;
              *config*) echo broker ;;
            esac\
            """.formatted(home));

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains("BAD partners-way-in has no container");
    }

    @Test
    void settings_that_compose_does_not_read_are_bad() throws Exception {
        // Given
        Files.createDirectory(home);
        programs.place("docker", "case \"$*\" in ps*) echo 'broker|running|Up' ;; *config*) exit 1 ;; esac");

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains("BAD server docker compose cannot read its settings");
    }

    @Test
    void one_container_that_is_gone_is_bad() throws Exception {
        // Given
        Files.createDirectory(home);
        programs.place("docker", """
            case "$*" in
              ps*) echo 'broker|running|Up 3 hours (healthy)' ;;
              *config*--services) echo broker; echo notify ;;
            esac\
            """);

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains("BAD notify has no container");
    }

    @ParameterizedTest
    @CsvSource({
        "tor, intake, Up 3 hours, 0, BAD OnionGone",
        "tor, intake, Up 3 hours, 6, ''",
        "tor, intake, Up 4 minutes, 0, ''",
        "tor, intake, Up 5 minutes, 0, BAD OnionGone",
        "staff-onion, triage, Up 3 hours, 0, BAD OnionGone",
        "staff-onion, triage, Up 3 hours, 3, ''"
    })
    void an_onion_that_the_network_does_not_know_is_bad_once_tor_had_its_time(
            String tor, String behind, String up, int known, String found) throws Exception {
        // Given
        programs.place("docker", """
            case "$*" in
              ps*) echo '%1$s|running|%3$s' ;;
              *'exec -T %2$s java '*' http://%1$s:9035/metrics') echo 'tor_hs_intro_established_count{onion="x"} %4$d' ;;
            esac\
            """.formatted(tor, behind, up, known));

        // Then
        assertThat(look().stream()
                        .skip(2)
                        .map(finding -> finding.status() + " " + finding.subject())
                        .collect(Collectors.joining()))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"PENAH_CLOSED=1, WARN form somebody has closed it", "PENAH_CLOSED=0, BAD tor does not run: Exited (0)"})
    void a_form_that_somebody_closed_is_no_failure_of_tor(String line, String found) throws Exception {
        // Given
        programs.place("docker", "case \"$*\" in ps*) echo 'tor|exited|Exited (0)' ;; esac");
        Files.writeString(Files.createDirectory(home).resolve("env"), "PENAH_ONION=abc.onion\n" + line + "\n");

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains(found);
    }

    @ParameterizedTest
    @CsvSource({"1, WARN form somebody has closed it", "0, 'BAD form somebody has closed it, but tor is on the network'"
    })
    void a_closed_form_whose_tor_runs_is_closed_only_off_the_network(int off, String found) throws Exception {
        // Given
        programs.place("docker", """
            case "$*" in
              ps*--no-trunc*) echo '"tor -f /etc/tor/torrc --DisableNetwork %d --MetricsPort 9035"' ;;
              ps*) echo 'tor|running|Up 3 hours' ;;
            esac\
            """.formatted(off));
        Files.writeString(Files.createDirectory(home).resolve("env"), "PENAH_CLOSED=1\n");

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains(found);
    }

    @Test
    void a_restore_that_broke_off_is_bad() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        Files.createFile(folder.resolve("etc-restoring"));

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject())
                .containsExactly("OK docker", "BAD restore");
    }

    @Test
    void an_installation_that_broke_off_is_bad() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        Files.createFile(Files.createDirectory(home).resolve("installing"));

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains("BAD install runs, or was interrupted: the form is closed");
    }

    @Test
    void an_import_of_keys_that_broke_off_is_told() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        for (String name : List.of("keys", "keys-desk")) {
            Path manifest = Files.createDirectories(home.resolve(name)).resolve("keys.json");
            Files.writeString(manifest, "the same");
        }
        assertThat(look()).noneMatch(finding -> finding.subject().equals("keys import"));

        // When
        Files.writeString(home.resolve("keys-desk/keys.json"), "the next one");

        // Then
        assertThat(look())
                .extracting(finding -> finding.status() + " " + finding.subject() + " " + finding.found())
                .contains("WARN keys import runs, or was interrupted");
    }

    @Test
    void a_rotation_that_broke_off_is_told_with_what_goes_on_with_it() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        Path secrets = Files.createDirectories(home.resolve("secrets"));
        for (String name : List.of("postgres-intake", "events-notify", "events-notify-public")) {
            Files.createFile(secrets.resolve(name));
        }
        assertThat(look()).noneMatch(finding -> finding.subject().equals("rotation"));

        // When
        for (String name : List.of("postgres-intake", "events-notify", "events-notify-public")) {
            Files.createFile(secrets.resolve(name + ".next"));
        }

        // Then
        assertThat(look())
                .filteredOn(finding -> finding.subject().equals("rotation"))
                .extracting(finding -> finding.status() + " " + finding.found() + " " + finding.remedy())
                .containsExactly(
                        "WARN of events-notify runs, or was interrupted If it does not run, repeat it: ./penah server rotate events-notify",
                        "WARN of postgres-intake runs, or was interrupted If it does not run, repeat it: ./penah server rotate postgres-intake");
    }

    @Test
    void the_keys_say_their_age_and_their_end() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        sign(today);

        // Then
        assertThat(look()).contains(Finding.ok("keys", "serial 1, imported on %s; 29 days are left".formatted(today)));
        Files.writeString(home.resolve("keys/keys.json.minisig"), "");
        assertThat(look())
                .anyMatch(finding ->
                        finding.status() == Status.BAD && finding.found().contains("keys.json is not signed"));
    }

    /** Whether the day of the keys is wrong or that of the server. */
    @Test
    void a_clock_that_is_behind_the_keys_is_bad() throws Exception {
        // Given
        programs.place("docker", "exit 0");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        // When
        sign(today.plusDays(2));

        // Then
        assertThat(look())
                .contains(Finding.bad(
                        "keys",
                        "begin on %s, and here it is %s: the form is closed".formatted(today.plusDays(2), today),
                        "Is the clock right (timedatectl)? If it is, they were brought too early: wait."));
    }

    private void sign(LocalDate day) throws Exception {
        Ceremony ceremony = new Ceremony(Files.createDirectory(home).resolve("keys"));
        ceremony.init(PASSPHRASE, PASSPHRASE);
        Path words = Files.createDirectory(home.resolve("keys/words"));
        for (String language : List.of("az", "en", "ru", "tr", "fa")) {
            Files.copy(Path.of("src/main/words", language + ".txt"), words.resolve(language + ".txt"));
        }
        ceremony.addMember("leyla", PASSPHRASE);
        ceremony.addQueue("threat", List.of("leyla"));
        ceremony.startEpoch("threat", day);
        ceremony.sign(day, 30, List.of(), PASSPHRASE);
    }

    @ParameterizedTest
    @CsvSource({"0, The alarm program succeeded", "7, nobody would be woken", ", There is no program"})
    void the_alarm_program_is_tried(@Nullable Integer exit, String says) throws Exception {
        // Given
        if (exit != null) {
            programs.place("wake-somebody", "exit " + exit);
        }
        StringWriter said = new StringWriter();

        // When
        int code = new CommandLine(new StatusCommand(
                        () -> new Installation(Path.of("stack/compose.yaml"), home, programs.alone()),
                        programs.folder().resolve("wake-somebody").toString()))
                .setOut(new PrintWriter(said))
                .execute("--ring");

        // Then
        assertThat(said.toString()).contains(says);
        assertThat(code).isEqualTo(exit != null && exit == 0 ? 0 : 1);
    }

    private List<Finding> look() throws IOException {
        Server server = new Server(
                new Installation(Path.of("stack/compose.yaml"), home, programs.alone()),
                new Backups(folder.resolve("backups")),
                folder.resolve("bin"));
        return server.findings(server.containers());
    }
}

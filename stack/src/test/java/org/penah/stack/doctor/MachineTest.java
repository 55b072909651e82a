package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.stack.doctor.Finding.Status;
import org.penah.stack.process.FakePrograms;

/** A machine as the programs on it say that it is. */
class MachineTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "/dev/sda2,WARN",
        "/swapfile,WARN",
        "/dev/zram0,OK",
        "/dev/dm-1,OK",
        "'',OK",
    })
    void swap_is_told_by_where_it_leads(String device, Status status) {
        String swaps = "Filename Type Size Used Priority\n" + (device.isEmpty() ? "" : device + " partition 9 0 -2\n");

        assertThat(Machine.swap(swaps).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "0.4.8.16,yes,OK",
        "0.4.10.1,yes,OK",
        "0.5.0.1,yes,OK",
        "0.4.9.2,no,WARN",
        "0.4.7.16,yes,WARN",
        "0.3.9.1,yes,WARN"
    })
    void tor_is_told_by_its_version_and_its_proof_of_work(String version, String pow, Status status) throws Exception {
        // Given
        FakePrograms programs = new FakePrograms(folder);
        programs.place("tor", """
            case "$1" in
              --version) echo 'Tor version %s.' ;;
              --list-modules) echo 'relay: yes'; echo 'pow: %s' ;;
            esac\
            """.formatted(version, pow));

        // When
        Finding tor = found(programs, "tor");

        // Then
        assertThat(tor.status()).isEqualTo(status);
        assertThat(tor.found()).startsWith(version + (status == Status.OK ? ", with" : " has no"));
    }

    @Test
    void a_machine_without_tor_is_told() throws Exception {
        assertThat(found(new FakePrograms(folder), "tor").found()).isEqualTo("is not there");
    }

    @Test
    void what_tests_would_use_is_told_by_the_list_of_what_ci_installs() throws Exception {
        // Given
        FakePrograms programs = new FakePrograms(folder);
        programs.place("age", "exit 0");
        programs.place("chrome", "exit 0");

        // When
        List<Finding> findings = new ProgramsOfTests(Path.of("../.ci/programs"), programs.alone()).findings();

        // Then
        assertThat(findings).singleElement().satisfies(tests -> {
            assertThat(tests.status()).isEqualTo(Status.WARN);
            assertThat(tests.found().split(" ", -1))
                    .contains("age-keygen", "strace", "promtool")
                    .doesNotContain("age", "chromium", "node", "rabbitmq-server");
        });
    }

    @ParameterizedTest
    @CsvSource({"yes,0", "no,1"})
    void a_clock_is_told_only_if_it_is_known_to_be_wrong(String synchronised, int findings) throws Exception {
        // Given
        FakePrograms programs = new FakePrograms(folder);
        programs.place("timedatectl", "echo " + synchronised);

        // Then
        assertThat(new Machine(programs.alone()).findings())
                .filteredOn(finding -> finding.subject().equals("clock"))
                .hasSize(findings);
    }

    @Test
    @Timeout(20)
    void a_program_that_says_nothing_is_ended_with_what_it_has_started() throws Exception {
        // Given
        FakePrograms programs = new FakePrograms(folder);
        Path number = folder.resolve("number");
        programs.place("silent", "/bin/sleep 60 & echo $! > '%s'; wait".formatted(number));

        // When
        Optional<String> said = programs.alone().ask(Duration.ofSeconds(1), "silent");

        // Then
        assertThat(said).isEmpty();
        long sleep = Long.parseLong(Files.readString(number).strip());
        // Nobody may have buried it yet; then it no longer has a command.
        await().until(() -> ProcessHandle.of(sleep)
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    private static Finding found(FakePrograms programs, String subject) throws IOException {
        return new Machine(programs.alone())
                .findings().stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .findFirst()
                        .orElseThrow();
    }
}

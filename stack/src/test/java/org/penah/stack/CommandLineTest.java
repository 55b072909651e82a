package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.system.Installed;
import picocli.CommandLine;

/** {@code ./penah} as somebody at a shell meets it, as far as it needs nothing that is built. */
class CommandLineTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path programs;

    @BeforeEach
    void makeAFolderOfProgramsThatComeFirst() throws IOException {
        programs = Files.createDirectory(folder.resolve("programs"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "up --help",
                "demo --help",
                "build --help",
                "doctor -h",
                "completion --help",
                "keys --help",
                "keys sign --help",
                "age -h",
                "journal --help"
            })
    void every_command_explains_itself_on_a_fresh_clone_without_building_anything(String arguments) throws Exception {
        // Given
        place("mvn", "exit 99");
        Path clone = freshClone();

        // When
        Outcome outcome = run("bash", "-c", clone + " " + arguments);

        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.said()).contains("Usage: ./penah").doesNotContain("\u001b");
    }

    @Test
    void a_build_of_something_is_refused() throws Exception {
        // Given
        place("mvn", "exit 99");

        // When
        Outcome outcome = penah("build --nonsense");

        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said()).contains("build takes nothing more");
    }

    @ParameterizedTest
    @CsvSource({
        "'',up demo build doctor keys age journal completion --help",
        "up --dev '',intake triage notify",
        "up --fresh --without null,null-partner",
        "up --o,",
        "demo --o,--once",
        "keys epoch threat --,--dir --from --recipient --help",
        "keys --dir somewhere sign --s,--scripts --script",
        "journal verify --j,--json",
        "doctor --,--state --json --help"
    })
    void bash_completes_without_building_anything(String typed, String offered) throws Exception {
        // Given
        place("mvn", "exit 99");
        Path clone = freshClone();

        // When
        Outcome outcome = run("bash", "-c", """
                source <('%s' completion bash)
                COMP_WORDS=(./penah %s) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _penah
                echo "${COMPREPLY[*]}"
                """.formatted(clone, typed.isEmpty() ? "''" : typed));

        // Then
        assertThat(outcome.said().strip()).isEqualTo(offered == null ? "" : offered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "journal", "journal verify"})
    void bash_completes_what_a_command_takes(String path) throws Exception {
        // Given
        CommandLine command = Penah.commandLine();
        for (String word : path.split(" ", -1)) {
            command = command.getSubcommands().get(word);
        }
        List<String> taken = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !name.equals("--version"))
                .forEach(taken::add);

        // When
        Outcome outcome = run(
                "bash",
                "-c",
                "source '" + REPOSITORY.resolve("stack/src/main/sh/completion.sh") + "' && _penah_words '" + path
                        + "'");

        // Then
        assertThat(outcome.said().strip().split(" ", -1)).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void a_machine_can_read_what_was_found_of_a_journal() throws Exception {
        // Given
        String hash = "14cb0c1bbce756a83fee7eae233bf2f5d23499c80e6d4404b77f5a66cf3569aa";
        Path journal = Files.writeString(folder.resolve("journal.jsonl"), """
                {"position":1,"day":"2026-11-24","who":"aysel","deed":"tip.opened","which":"0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3","hash":"%s"}
                """.formatted(hash));
        StringWriter said = new StringWriter();

        // When
        int exitCode = Penah.commandLine()
                .setOut(new PrintWriter(said))
                .execute("journal", "verify", "--json", journal.toString());

        // Then
        assertThat(exitCode).isZero();
        JsonNode answer = new ObjectMapper().readTree(said.toString());
        assertThat(answer.path("entries").asInt()).isOne();
        assertThat(answer.path("last").asText()).isEqualTo("1:" + hash);
    }

    @Test
    void a_command_that_there_is_not_is_refused() throws Exception {
        // When
        Outcome outcome = penah("dance");

        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said()).contains("there is no command 'dance'");
    }

    @Test
    void doctor_finds_the_machine_of_this_build_fit() throws Exception {
        // When
        Outcome outcome = penah("doctor --state " + folder.resolve("none"));

        // Then
        assertThat(outcome.said())
                .containsPattern("ok +jdk")
                .containsPattern("ok +maven")
                .containsPattern("ok +node");
        assertThat(outcome.said()).doesNotContain("\u001b");
    }

    @Test
    void doctor_says_what_is_too_old_and_what_to_do() throws Exception {
        // Given
        place("node", "echo v18.2.0");
        place("mvn", "echo 'Apache Maven 3.8.9'");
        place("npm", "exit 1");
        place("tor", "echo 'Tor version 0.4.7.16.'");

        // When
        Map<String, JsonNode> findings = doctor(folder.resolve("none"));

        // Then
        assertThat(findings.get("node").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("node").path("found").asText()).isEqualTo("18.2.0 is too old");
        assertThat(findings.get("node").path("remedy").asText()).contains("Install Node 20");
        assertThat(findings.get("maven").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("npm").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("tor").path("status").asText()).isEqualTo("warn");
    }

    @Test
    void doctor_ends_with_1_if_something_is_bad() throws Exception {
        // Given
        place("node", "echo v18.2.0");

        // When
        Outcome outcome = penah("doctor");

        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said()).endsWith("It will not run well: mend what is marked bad.\n");
    }

    @Test
    void doctor_sees_that_others_can_enter_the_state_folder() throws Exception {
        // Given
        assumeFalse(System.getProperty("os.name").startsWith("Windows"));
        Path state = Files.createDirectory(
                folder.resolve("open \"state\""),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        // When
        Map<String, JsonNode> findings = doctor(state);

        // Then
        assertThat(findings.get("state").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("state").path("remedy").asText()).isEqualTo("chmod 700 " + state);
    }

    @Test
    void doctor_tells_a_service_that_does_not_answer_from_one_that_is_not_ready() throws Exception {
        // Given
        try (ServerSocket intake = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread answering = answer(
                    intake,
                    "{\"status\": \"DOWN\"}",
                    "penah_door_open 0.0\npenah_keys_alarm 1.0\npenah_script_signed 1.0\npenah_blobs_failing 1.0\n");
            Path state = running(intake.getLocalPort());

            // When
            Map<String, JsonNode> findings = doctor(state);

            // Then
            answering.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(findings.get("intake").path("found").asText()).isEqualTo("runs and is not ready");
            assertThat(findings.get("door").path("status").asText()).isEqualTo("bad");
            assertThat(findings.get("keys").path("remedy").asText()).isEqualTo("./penah keys sign");
            assertThat(findings).containsKey("blobs").doesNotContainKey("script");
            assertThat(findings.get("notify").path("found").asText()).startsWith("does not answer on port");
        }
    }

    @Test
    void doctor_sees_an_installed_server_by_its_containers_and_never_says_to_stop_it() throws Exception {
        // Given
        place("docker", """
                if [ "$1" = ps ]; then
                  echo 'intake|running|Up 3 hours (healthy)'
                  echo 'triage|running|Up 3 hours (unhealthy)'
                  echo 'notify|exited|Exited (137) 2 minutes ago'
                elif [ "$5 $6" = "-T intake" ]; then
                  echo 'penah_door_open 0.0'
                fi""");

        // When
        Map<String, JsonNode> findings = doctor(folder.resolve("none"));

        // Then
        assertThat(findings.get("intake").path("status").asText()).isEqualTo("ok");
        assertThat(findings.get("door").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("triage").path("found").asText()).isEqualTo("runs and is not healthy");
        assertThat(findings.get("notify").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("notify").path("remedy").asText())
                .isEqualTo("docker compose -f stack/compose.yaml logs notify");
        assertThat(findings).doesNotContainKey("ports");
    }

    @Test
    void doctor_says_that_there_is_no_docker() throws Exception {
        // Given
        place("docker", "exit 1");

        // When
        Map<String, JsonNode> findings = doctor(folder.resolve("none"));

        // Then
        assertThat(findings.get("docker").path("status").asText()).isEqualTo("warn");
        assertThat(findings.get("docker").path("found").asText()).isEqualTo("does not answer");
        assertThat(findings).containsKey("ports");
    }

    @ParameterizedTest
    @CsvSource({"TERM=xterm,true", "TERM=dumb,false", "TERM=xterm NO_COLOR=1,false"})
    void doctor_has_colours_on_a_terminal_that_knows_and_wants_them(String environment, boolean coloured)
            throws Exception {
        // Given
        String onATerminal = Installed.program("script") + " -qec";

        // When
        Outcome outcome =
                run("bash", "-c", "env " + environment + " " + onATerminal + " '" + script() + " doctor' /dev/null");

        // Then
        assertThat(outcome.said()).contains("maven");
        assertThat(outcome.said().contains("\u001b[32mok")).isEqualTo(coloured);
    }

    /** As a stack leaves it: this test is the program that runs. */
    private Path running(int port) throws IOException {
        Path state = Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(state.resolve("run"));
        Files.writeString(state.resolve("run/intake"), ProcessHandle.current().pid() + " 0");
        Files.writeString(
                state.resolve("ports"),
                "INTAKE_MANAGEMENT=%d\nTRIAGE_MANAGEMENT=1\nNOTIFY_MANAGEMENT=1\n".formatted(port));
        return state;
    }

    /** Each body once, to whoever asks. */
    private static Thread answer(ServerSocket server, String... bodies) {
        Thread answering = new Thread(() -> {
            for (String body : bodies) {
                try (var socket = server.accept()) {
                    var lines = new java.io.BufferedReader(
                            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    while (!lines.readLine().isEmpty()) {
                        // The request's head.
                    }
                    socket.getOutputStream()
                            .write(("HTTP/1.0 200 OK\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        answering.start();
        return answering;
    }

    private Map<String, JsonNode> doctor(Path state) throws Exception {
        Outcome outcome = run("bash", "-c", "\"$1\" doctor --json --state \"$2\"", "-", script(), state.toString());
        JsonNode report = new ObjectMapper().readTree(outcome.said());
        assertThat(report.path("healthy").asBoolean()).isEqualTo(outcome.exitCode() == 0);
        Map<String, JsonNode> findings = new TreeMap<>();
        report.path("findings")
                .forEach(finding -> findings.put(finding.path("subject").asText(), finding));
        return findings;
    }

    private Path freshClone() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("clone/stack/src/main/sh"));
        Files.copy(REPOSITORY.resolve("stack/src/main/sh/completion.sh"), scripts.resolve("completion.sh"));
        Files.copy(REPOSITORY.resolve("stack/src/main/sh/doctor.sh"), scripts.resolve("doctor.sh"));
        return Files.copy(
                REPOSITORY.resolve("penah"), folder.resolve("clone/penah"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Outcome penah(String arguments) throws Exception {
        return run("bash", "-c", script() + " " + arguments);
    }

    private static String script() {
        return REPOSITORY.resolve("penah").toString();
    }

    private void place(String name, String commands) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", programs + ":", (own, first) -> first + own);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private record Outcome(int exitCode, String said) {}
}

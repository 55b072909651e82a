package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.program.Command;
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
                "seal --help",
                "age -h",
                "journal --help",
                "server --help"
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
        "'',up demo build doctor keys seal age journal server completion --help",
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
    @ValueSource(
            strings = {
                "up",
                "demo",
                "doctor",
                "journal",
                "journal verify",
                "server",
                "server keys",
                "server keys import",
                "server staff",
                "server staff add",
                "server staff remove",
                "server backup",
                "server restore",
                "server rotate",
                "server status",
                "server close",
                "server open",
                "server update",
                "server rollback"
            })
    void bash_completes_what_a_command_takes(String path) throws Exception {
        // Given
        CommandLine command = Penah.commandLine();
        for (String word : path.split(" ", -1)) {
            command = command.getSubcommands().get(word);
        }
        List<String> taken = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
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
        Outcome outcome = run("bash", "-c", "env -u HOME " + freshClone() + " doctor");

        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.said())
                .containsPattern("ok +jdk")
                .containsPattern("ok +maven")
                .containsPattern("ok +node")
                .containsPattern("warn +rest .*\n +It is looked at once ./penah build has run.\n")
                .endsWith("It will run; read the lines marked warn.\n")
                .doesNotContain("\u001b");
    }

    @Test
    void a_release_is_built_and_needs_no_build_tools() throws Exception {
        // Given
        place("mvn", "exit 1");
        Path clone = freshClone();
        Files.writeString(clone.resolveSibling("VERSION"), "0.1.0\n");

        // When
        Outcome outcome = run("bash", "-c", clone + " doctor");

        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.said()).containsPattern("ok +jdk").doesNotContain("maven");
    }

    /** systemd gives a unit without a user no HOME, and little else. */
    @ParameterizedTest
    @CsvSource({"nothing, true, beat", "nothing, false, ''", "clone, true, woken"})
    void the_unit_wakes_somebody_only_if_something_is_bad_and_beats_otherwise(
            String installed, boolean beats, String done) throws Exception {
        // Given
        Matcher unit = Pattern.compile("ExecStart=/bin/sh -c '(if ./penah doctor .*)'")
                .matcher(Files.readString(Path.of("src/main/resources/systemd/penah-doctor.service")));
        assertThat(unit.find()).isTrue();
        Path noted = Files.createFile(folder.resolve("noted"));
        place("wake-somebody", "printf woken >> '" + noted + "'");
        if (beats) {
            place("beat", "printf beat >> '" + noted + "'");
        }
        String line = unit.group(1)
                .replace("/run/penah-doctor", folder.resolve("said").toString())
                .replace("/usr/local/bin/", programs + "/");

        // When
        Outcome outcome = run(
                "bash",
                "-c",
                "cd '%s' && env -i PATH=\"$PATH\" PENAH_HOME='%s' /bin/sh -c '%s'"
                        .formatted(freshClone().getParent(), folder.resolve(installed), line));

        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(folder.resolve("said")).content().contains("jdk");
        assertThat(noted).content().isEqualTo(done);
    }

    @Test
    void doctor_says_what_is_missing_before_anything_is_built() throws Exception {
        // Given
        place("node", "echo v18.2.0");
        place("mvn", "echo 'Apache Maven 3.8.9'");
        place("npm", "exit 1");

        // When
        Map<String, JsonNode> findings = doctor(freshClone());

        // Then
        assertThat(findings.get("node").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("node").path("found").asText()).isEqualTo("18.2.0 is too old");
        assertThat(findings.get("node").path("remedy").asText()).contains("Install Node 20.19");
        assertThat(findings.get("maven").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("npm").path("status").asText()).isEqualTo("bad");
        assertThat(findings.get("rest").path("status").asText()).isEqualTo("warn");
    }

    @ParameterizedTest
    @CsvSource({
        "18.20.8,false",
        "20.18.3,false",
        "20.19.0,true",
        "20.20.2,true",
        "21.7.3,false",
        "22.11.0,false",
        "22.12.0,true",
        "24.0.0,true"
    })
    void doctor_and_a_build_know_the_same_versions(String node, boolean fit) throws Exception {
        // Given
        place("node", "echo v" + node);
        place("npm", "echo 10.8.2");
        place("mvn", "if [ \"$1\" = --version ]; then echo 'Apache Maven 3.9.9'; else echo 'it builds'; exit 99; fi");
        Path clone = freshClone();

        // When
        Map<String, JsonNode> findings = doctor(clone);
        Outcome build = run("bash", "-c", clone + " build");

        // Then
        assertThat(findings.get("node").path("status").asText()).isEqualTo(fit ? "ok" : "bad");
        assertThat(build.exitCode()).isEqualTo(1);
        assertThat(build.said())
                .contains(fit ? "the build failed" : "penah: node: " + node + " is too old. Install Node 20.19");
    }

    @Test
    void doctor_never_says_that_all_is_well_with_a_server_that_nobody_looked_at() throws Exception {
        // When
        Outcome outcome = run("bash", "-c", "PENAH_HOME=" + folder + " " + freshClone() + " doctor");

        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said())
                .containsPattern("bad +rest")
                .endsWith("It will not run well: fix the lines marked bad.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'',0,0,and this",
        "'',1,1,and this",
        "'',2,0,was not looked at",
        "--json,0,0,and this",
        "--json,1,1,and this",
        "--json,2,0,was not looked at"
    })
    void doctor_has_the_rest_looked_at_where_it_is_built(String options, int code, int exitCode, String said)
            throws Exception {
        // Given
        Path clone = freshClone();
        Path jar = clone.resolveSibling("stack/target/stack.jar");
        Files.createFile(Files.createDirectories(jar.getParent()).resolve("stack.jar"));
        String jdk = fakeJdk("echo \"$@\" > '%s'; [ %d = 2 ] || echo and this; exit %d"
                .formatted(folder.resolve("asked"), code, code));

        // When
        Outcome outcome = run("bash", "-c", "JAVA_HOME=%s %s doctor --state here %s".formatted(jdk, clone, options));

        // Then
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.said()).contains(said);
        assertThat(Files.readString(folder.resolve("asked")))
                .contains("-jar " + jar + " doctor --state here --so-far [{\"status\":\"ok\",\"subject\":\"jdk\"");
    }

    @Test
    void doctor_reads_what_the_script_has_found() throws Exception {
        // Given
        StringWriter said = new StringWriter();

        // When
        int exitCode = Penah.commandLine()
                .setOut(new PrintWriter(said))
                .execute(
                        "doctor",
                        "--json",
                        "--state",
                        folder.resolve("none").toString(),
                        "--so-far",
                        "[{\"status\":\"bad\",\"subject\":\"disk\",\"found\":\"0 GiB are free\",\"remedy\":\"\"}]");

        // Then
        assertThat(exitCode).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(said.toString());
        assertThat(answer.path("healthy").asBoolean(true)).isFalse();
        assertThat(answer.path("findings").findValuesAsText("subject"))
                .startsWith("disk")
                .contains("tor", "docker", "state", "programs");
    }

    @ParameterizedTest
    @CsvSource({"TERM=xterm,true", "TERM=dumb,false", "TERM=xterm NO_COLOR=1,false"})
    void doctor_has_colours_on_a_terminal_that_knows_and_wants_them(String environment, boolean coloured)
            throws Exception {
        // Given
        String onATerminal = "script -qec";

        // When
        Outcome outcome = run(
                "bash", "-c", "env " + environment + " " + onATerminal + " '" + freshClone() + " doctor' /dev/null");

        // Then
        assertThat(outcome.said()).contains("maven");
        assertThat(outcome.said().contains("\u001b[32mok")).isEqualTo(coloured);
    }

    @ParameterizedTest
    @CsvSource({"17.0.19,true", "11.0.2,false"})
    void the_jdk_that_JAVA_HOME_names_is_taken_if_it_will_do(String version, boolean taken) throws Exception {
        // Given
        String jdk = fakeJdk("exit 0");
        Files.writeString(Path.of(jdk, "release"), "JAVA_VERSION=\"" + version + "\"\n");
        place(
                "mvn",
                "if [ \"$1\" = --version ]; then echo 'Apache Maven 3.9.9'; else echo \"[ERROR] with $JAVA_HOME\";"
                        + " exit 99; fi");

        // When
        Outcome outcome = run("bash", "-c", "JAVA_HOME=" + jdk + " " + freshClone() + " build");

        // Then
        assertThat(outcome.said()).contains("[ERROR] with /");
        assertThat(outcome.said().contains("[ERROR] with " + jdk + "\n")).isEqualTo(taken);
    }

    private Map<String, JsonNode> doctor(Path clone) throws Exception {
        Outcome outcome = run("bash", "-c", clone + " doctor --json");
        JsonNode report = new ObjectMapper().readTree(outcome.said());
        assertThat(report.path("healthy").asBoolean()).isEqualTo(outcome.exitCode() == 0);
        Map<String, JsonNode> findings = new TreeMap<>();
        report.path("findings")
                .forEach(finding -> findings.put(finding.path("subject").asText(), finding));
        return findings;
    }

    /** The newest of all, so that it is the one that is taken. */
    private String fakeJdk(String commands) throws IOException {
        Path jdk = Files.createDirectory(folder.resolve("jdk"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99\"\n");
        place("mvn", "echo 'Apache Maven 3.9.9'");
        place("javac", "exit 0");
        place("java", commands);
        Files.createSymbolicLink(jdk.resolve("bin"), programs);
        return jdk.toString();
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
        return "'" + REPOSITORY.resolve("penah") + "'";
    }

    private void place(String name, String commands) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(String... command) throws Exception {
        Command.Ended ended = Command.of(List.of(command))
                .in(folder)
                .with("PATH", programs + ":" + System.getenv("PATH"))
                .run();
        return new Outcome(ended.exit(), ended.text());
    }

    private record Outcome(int exitCode, String said) {}
}

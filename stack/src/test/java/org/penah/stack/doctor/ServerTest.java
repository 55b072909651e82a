package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.doctor.Finding.Status;

/** An installed server as Docker tells of it. */
class ServerTest {

    private static final String RUNNING = """
            case "$*" in
              ps*)
                echo 'intake|running|Up 3 hours (healthy)'
                echo 'triage|running|Up 3 hours (unhealthy)'
                echo 'notify|exited|Exited (137) 2 minutes ago'
                echo 'tor|running|Up 3 seconds (health: starting)'
                echo 'broker|running|Up 3 hours (healthy)' ;;
              *'exec -T intake java '*' http://127.0.0.1:9081/q/metrics') %s ;;
              *exec*) exit 1 ;;
            esac""";

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
        programs.place("docker", RUNNING.formatted("echo 'penah_door_open 0.0'"));

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
                        "OK broker");
        assertThat(findings.get(4).found()).isEqualTo("does not run: Exited (137) 2 minutes ago");
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
                        "does not say its metrics, so nobody knows of its alarms",
                        "Look again in a minute."));
    }

    @Test
    void a_machine_without_docker_is_fine_unless_a_server_was_installed_on_it() throws Exception {
        assertThat(look()).extracting(Finding::status).containsExactly(Status.WARN);
    }

    @Test
    void a_docker_that_does_not_answer_is_told() throws Exception {
        // Given
        programs.place("docker", "exit 1");

        // Then
        assertThat(look()).extracting(Finding::found).containsExactly("does not answer");
    }

    @Test
    void a_docker_without_compose_is_told() throws Exception {
        // Given
        programs.place("docker", "test \"$1\" != compose");

        // Then
        assertThat(look()).extracting(Finding::found).containsExactly("has no compose");
    }

    private List<Finding> look() throws IOException {
        Server server = new Server(Path.of("stack/compose.yaml"), home, programs.alone());
        return server.findings(server.containers());
    }
}

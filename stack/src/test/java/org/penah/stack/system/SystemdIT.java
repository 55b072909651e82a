package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** What {@code ./penah server units} writes, under a real systemd: a Debian in a container whose first program it is, with its own Docker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemdIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PENAH = "/opt/penah/trial";

    @TempDir
    static Path folder;

    private static String container = "";

    @BeforeAll
    static void boot() throws IOException {
        Programs.orSkip("docker", "mmdebstrap");
        FreshDebian.here(List.of(
                Path.of("src/test/install/systemd-debian").toAbsolutePath().toString()));
        container = FreshDebian.here(List.of(
                        "docker",
                        "run",
                        "--detach",
                        "--privileged",
                        "--cgroupns=private",
                        "--memory=2g",
                        "--tmpfs=/run:exec,mode=755",
                        "--tmpfs=/tmp:exec",
                        "--volume=/var/lib/docker",
                        "penah/systemd-debian:13"))
                .strip();
        isUp();
        bringPenah();
        // An alarm program that says what it has been told, and a beat.
        run("""
            mkdir /etc/penah
            for name in wake-somebody beat; do
              printf '#!/bin/sh\\nenv > /root/%%s\\n' $name > /usr/local/bin/$name
              chmod 700 /usr/local/bin/$name
            done
            cd %s && ./penah server units
            """.formatted(PENAH));
    }

    private static void isUp() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() ->
                        run("systemctl is-system-running || true; systemctl is-active docker; docker info --format up")
                                .endsWith("active\nup\n"));
    }

    /** As a release is laid out, which builds nothing. */
    private static void bringPenah() throws IOException {
        Path release = Files.createDirectory(folder.resolve("release"));
        List<String> pack = new ArrayList<>(
                List.of("tar", "-c", "-f", folder.resolve("penah.tar").toString()));
        pack.addAll(List.of("penah", "pom.xml", "stack/compose.yaml", "stack/src/main", "stack/target/stack.jar"));
        pack.addAll(List.of("stack/target/lib", "k8s/tor", "k8s/client-tor"));
        Command.of(pack).in(REPOSITORY).succeed();
        Files.writeString(release.resolve("VERSION"), "trial\n");
        run("mkdir -p " + PENAH);
        FreshDebian.here(List.of("docker", "cp", "--quiet", release + "/.", container + ":" + PENAH));
        FreshDebian.here(
                List.of("docker", "cp", "--quiet", folder.resolve("penah.tar").toString(), container + ":/root/"));
        run("tar -x -f /root/penah.tar -C " + PENAH);
    }

    @AfterAll
    static void end() throws IOException {
        if (!container.isEmpty()) {
            FreshDebian.here(List.of("docker", "rm", "--force", "--volumes", container));
        }
    }

    @Test
    @Order(1)
    void doctor_finds_its_java_and_docker_and_wakes_somebody() throws IOException {
        // When
        run("rm -f /root/wake-somebody; systemctl start penah-doctor.service");

        // Then
        assertThat(show("penah-doctor.service")).isEqualTo("Result=success ExecMainStatus=0");
        assertThat(run("cat /run/penah-doctor"))
                .containsPattern("ok +jdk ")
                .containsPattern("ok +docker +answers, and has compose")
                .containsPattern("ok +neighbours ")
                .containsPattern("bad +server +none of its containers exists");
        assertThat(run("cat /root/wake-somebody")).contains("PATH=");
        assertThat(run("test -e /root/beat || echo silent")).isEqualTo("silent\n");
    }

    @Test
    @Order(2)
    void a_backup_that_fails_wakes_somebody_and_the_journal_says_why() throws IOException {
        // When
        run("rm -f /root/wake-somebody; systemctl start penah-backup.service");

        // Then
        assertThat(show("penah-backup.service")).isEqualTo("Result=success ExecMainStatus=0");
        assertThat(run("test -e /root/wake-somebody && echo woken")).isEqualTo("woken\n");
        assertThat(run("journalctl --no-pager --output=cat --unit=penah-backup.service"))
                .contains("keys.json");
    }

    @Test
    @Order(3)
    void an_alarm_program_that_fails_is_a_failed_unit() throws IOException {
        // When
        run("""
            mv /usr/local/bin/wake-somebody /root/kept
            systemctl start penah-doctor.service || true
            """);

        // Then
        assertThat(show("penah-doctor.service")).isEqualTo("Result=exit-code ExecMainStatus=127");
        run("mv /root/kept /usr/local/bin/wake-somebody");
    }

    @Test
    @Order(4)
    void timers_run_their_services() throws IOException {
        // Given
        assertThat(run("systemctl list-timers --all --no-legend --no-pager"))
                .contains("penah-doctor.timer", "penah-backup.timer");
        assertThat(run("systemctl show --property=NextElapseUSecRealtime penah-backup.timer"))
                .contains(" 03:00:00 UTC");

        // When
        run("""
            rm -f /root/wake-somebody
            mkdir -p /run/systemd/system/penah-backup.timer.d
            printf '[Timer]\\nOnCalendar=\\nOnCalendar=*:*:*\\nAccuracySec=100ms\\n' > /run/systemd/system/penah-backup.timer.d/soon.conf
            systemctl daemon-reload
            systemctl restart penah-backup.timer
            """);

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        run("test -e /root/wake-somebody && echo woken || true").equals("woken\n"));
        run("""
            rm -r /run/systemd/system/penah-backup.timer.d
            systemctl daemon-reload
            systemctl restart penah-backup.timer
            systemctl stop penah-backup.service
            """);
    }

    @Test
    @Order(5)
    void a_machine_that_is_well_gives_its_beat() throws IOException {
        // When
        run("rm -f /root/wake-somebody; mv /etc/penah /etc/kept; systemctl start penah-doctor.service");

        // Then
        assertThat(run("cat /run/penah-doctor; ls /root"))
                .doesNotContainPattern("(?m)^bad ")
                .contains("beat\n")
                .doesNotContain("wake-somebody");
        run("mv /etc/kept /etc/penah");
    }

    @Test
    @Order(6)
    void after_a_boot_the_rules_are_there_before_docker_and_the_timers_wait() throws IOException {
        // When
        FreshDebian.here(List.of("docker", "restart", container));
        isUp();

        // Then
        assertThat(run("""
            iptables -t raw -C PREROUTING ! -i lo -d 127.0.0.0/8 -j DROP
            systemctl is-active penah-neighbours.service penah-doctor.timer penah-backup.timer
            """)).isEqualTo("active\n".repeat(3));
        long rules = activeSince("penah-neighbours.service");
        assertThat(rules).isPositive().isLessThan(activeSince("docker.service"));
    }

    private static long activeSince(String unit) throws IOException {
        return Long.parseLong(run("systemctl show --value --property=ActiveEnterTimestampMonotonic " + unit)
                .strip());
    }

    private static String show(String unit) throws IOException {
        return run("systemctl show --property=Result --property=ExecMainStatus " + unit)
                .strip()
                .replace("\n", " ");
    }

    private static String run(String commands) throws IOException {
        return FreshDebian.here(List.of("docker", "exec", container, "bash", "-euo", "pipefail", "-c", commands));
    }
}

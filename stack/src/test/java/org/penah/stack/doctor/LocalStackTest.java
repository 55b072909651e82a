package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.stack.doctor.Finding.Status;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/** A state folder as a stack has left it, on ports that are free here. */
class LocalStackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void a_port_that_somebody_else_took_is_told(Port port) throws Exception {
        // Given
        int number;
        try (State state = State.open(folder.resolve("state"))) {
            number = Ports.free(state).of(port);
        }
        try (ServerSocket somebody = new ServerSocket()) {
            somebody.bind(new InetSocketAddress(LOOPBACK, number));

            // When
            List<Finding> findings = stack().ports();

            // Then
            assertThat(findings.get(1).status()).isEqualTo(Status.WARN);
            assertThat(findings.get(1).found()).endsWith(": %d (%s)".formatted(number, port.label()));
        }
    }

    @Test
    void ports_that_nobody_took_are_free() throws Exception {
        // Given
        try (State state = State.open(folder.resolve("state"))) {
            Ports.free(state);
        }

        // Then
        assertThat(stack().ports().get(1)).isEqualTo(Finding.ok("ports", "those kept by --free-ports are free, too"));
    }

    @Test
    void without_kept_numbers_the_usual_ones_are_looked_at() {
        List<Integer> taken = Ports.usual().taken(List.of(Port.values())).stream()
                .map(Ports.usual()::of)
                .toList();

        assertThat(stack().ports()).singleElement().satisfies(ports -> {
            assertThat(ports.status()).isEqualTo(taken.isEmpty() ? Status.OK : Status.WARN);
            assertThat(taken).allSatisfy(number -> assertThat(ports.found()).contains(number + " ("));
        });
    }

    @ParameterizedTest
    @CsvSource({"rwxr-xr-x,BAD", "rwx--x---,BAD", "rwx------,OK"})
    void others_must_not_enter(String rights, Status status) throws Exception {
        // Given
        Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(folder.resolve("state"), PosixFilePermissions.fromString(rights));

        // Then
        assertThat(stack().folder().status()).isEqualTo(status);
        assertThat(stack().folder().remedy())
                .isEqualTo(status == Status.OK ? "" : "chmod 700 " + folder.resolve("state"));
    }

    @Test
    void a_folder_that_is_not_there_is_fine() throws Exception {
        assertThat(stack().folder().status()).isEqualTo(Status.OK);
        assertThat(stack().programs()).containsExactly(Finding.ok("programs", "none runs"));
        assertThat(stack().runs()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\": \"UP\", \"checks\": []}|OK",
                "{\"status\": \"DOWN\", \"checks\": [{\"name\": \"a\", \"status\": \"UP\"}]}|BAD",
                "<p>Somebody else</p>|BAD"
            })
    void a_service_is_ready_if_it_says_so_of_all_of_it(String health, Status status) throws Exception {
        // Given
        HttpServer intake = service(health, "penah_form_open 1.0\npenah_keys_alarm 1.0\n");
        try {
            running(intake.getAddress().getPort());

            // When
            List<Finding> findings = stack().programs();

            // Then
            assertThat(findings.get(0)).isEqualTo(Finding.ok("programs", "intake"));
            assertThat(findings.get(1).status()).isEqualTo(status);
            assertThat(findings.get(2).subject()).isEqualTo("SignTheKeys");
            assertThat(findings.subList(3, 5))
                    .allSatisfy(other -> assertThat(other.found()).startsWith("does not answer on port"));
        } finally {
            intake.stop(0);
        }
    }

    @Test
    @Timeout(30)
    void a_port_that_takes_connections_and_says_nothing_is_not_waited_for() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 9, LOOPBACK)) {
            // Then
            assertThat(new Loopback(Duration.ofMillis(200)).get(silent.getLocalPort(), Service.METRICS))
                    .isEmpty();
        }
    }

    private LocalStack stack() {
        return new LocalStack(folder.resolve("state"), new Loopback(PATIENCE));
    }

    /** This test is the program that runs. */
    private void running(int port) throws IOException {
        ProcessHandle here = ProcessHandle.current();
        Path state = Files.createDirectories(folder.resolve("state/run")).getParent();
        Files.writeString(
                state.resolve("run/intake"),
                here.pid() + " " + here.info().startInstant().orElseThrow().toEpochMilli());
        Files.writeString(state.resolve("run/notify"), here.pid() + " 0");
        Files.writeString(
                state.resolve("ports"),
                "INTAKE_MANAGEMENT=%d\nTRIAGE_MANAGEMENT=1\nNOTIFY_MANAGEMENT=1\n".formatted(port));
    }

    private static HttpServer service(String health, String metrics) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        service.createContext("/", request -> {
            boolean asksHealth = request.getRequestURI().getPath().equals("/q/health/ready");
            byte[] answer = (asksHealth ? health : metrics).getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(asksHealth && health.contains("DOWN") ? 503 : 200, answer.length);
            request.getResponseBody().write(answer);
            request.close();
        });
        service.start();
        return service;
    }
}

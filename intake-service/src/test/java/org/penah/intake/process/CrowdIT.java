package org.penah.intake.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.Multipart;

/** Many Tor circuits begin forms that never end, at a service with the memory that it has on one server. */
class CrowdIT {

    private static final int FORMS_OF_EACH = 8;

    /** Texts as long as a form may bring, of two bytes a letter; and ones that have only just begun. */
    @ParameterizedTest(name = "{0} circuits, {1} letters")
    @CsvSource({"60, 39000", "250, 1"})
    void forms_that_never_end_neither_end_the_service_nor_keep_a_source_out(int circuits, int letters)
            throws Exception {
        // Given
        try (var intake = new IntakeProcess(List.of(), IntakeProcess.shippedFlags(), Map.of());
                Crowd crowd = new Crowd()) {
            String once = intake.once();
            byte[] unfinished = new Multipart()
                    .field("once", once)
                    .field("sealing", "server")
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "ж".repeat(letters))
                    .cutOff();

            // When
            for (int circuit = 0; circuit < circuits; circuit++) {
                for (int form = 0; form < FORMS_OF_EACH; form++) {
                    crowd.sockets.add(send(intake, "1:" + Integer.toHexString(circuit), unfinished));
                }
            }
            byte[] whole = new Multipart()
                    .field("once", intake.once())
                    .field("sealing", "server")
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "I was followed home. ".repeat(100))
                    .whole();
            String answer;
            try (Socket source = send(intake, "2:1", whole)) {
                answer = new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }

            // Then
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("Received");
            assertThat(Files.readString(intake.log())).doesNotContain("OutOfMemoryError");
            assertThat(ProcessHandle.of(intake.pid()))
                    .hasValueSatisfying(service -> assertThat(service.isAlive()).isTrue());
        }
    }

    @Test
    void on_a_disk_that_is_filling_a_circuit_sends_its_share_and_then_small_tips_alone() throws Exception {
        // Given
        Map<String, String> filling = Map.of("penah.blobs.spare", "100", "penah.flood.circuit.megabytes-per-hour", "4");
        try (var intake = new IntakeProcess(List.of(), List.of("-Xmx90m"), filling)) {
            // When
            List<String> answers = new ArrayList<>();
            for (String circuit : List.of("1:1", "1:1", "2:2")) {
                try (Socket source = send(intake, circuit, film(intake, 5))) {
                    answers.add(new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            try (Socket source = send(intake, "1:1", film(intake, 1))) {
                answers.add(new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }

            // Then
            assertThat(answers.get(0)).contains("<h1>Received</h1>");
            assertThat(answers.get(1)).startsWith("HTTP/1.1 503").contains("we take only small tips now");
            assertThat(answers.get(2)).contains("<h1>Received</h1>");
            assertThat(answers.get(3)).contains("<h1>Received</h1>");
        }
    }

    private static byte[] film(IntakeProcess intake, int megabytes) throws Exception {
        return new Multipart()
                .field("once", intake.once())
                .field("sealing", "server")
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "A film.")
                .file("film.mp4", "video/mp4", new byte[megabytes << 20])
                .whole();
    }

    /** Leaves before the service is stopped, which would wait for it. */
    private record Crowd(List<Socket> sockets) implements AutoCloseable {

        Crowd() {
            this(new ArrayList<>());
        }

        @Override
        public void close() throws IOException {
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    private static Socket send(IntakeProcess intake, String circuit, byte[] body) throws IOException {
        Socket socket = new Socket("localhost", intake.onionPort());
        try {
            socket.getOutputStream()
                    .write(("PROXY TCP6 fc00:dead:beef:4dad::" + circuit + " ::1 90 80\r\n"
                                    + "POST /en/tip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                                    + Multipart.TYPE + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + Integer.toHexString(body.length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            if (isWhole(body)) {
                socket.getOutputStream().write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gaveWay) {
            // It was the slowest.
        }
        return socket;
    }

    private static boolean isWhole(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).endsWith("--\r\n");
    }
}

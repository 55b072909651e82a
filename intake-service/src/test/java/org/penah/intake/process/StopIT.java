package org.penah.intake.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.penah.intake.LocalKeys;
import org.penah.intake.Multipart;

/** An update stops the service while somebody is sending. */
class StopIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Enough for a service to start and for an upload to begin. */
    private static final Duration START = Duration.ofSeconds(60);

    @Test
    void what_is_being_sent_is_still_received() throws Exception {
        // Given
        try (var intake = new IntakeProcess(List.of(), List.of(), Map.of());
                var plain = new Upload(intake.once(), intake.port(), "");
                var onion = new Upload(
                        intake.once(), intake.onionPort(), "PROXY TCP6 fc00:dead:beef:4dad::1:5a ::1 90 80\r\n")) {
            await().atMost(PATIENCE).until(() -> begun() == 2);
            ProcessHandle service = ProcessHandle.of(intake.pid()).orElseThrow();

            // When
            service.destroy();
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(intake.log()).contains("Waiting for HTTP requests to complete"));

            // Then
            assertThat(plain.end()).startsWith("HTTP/1.1 200 OK");
            assertThat(onion.end()).startsWith("HTTP/1.1 200 OK");
            assertThat(service.onExit()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void what_is_being_sent_as_the_service_makes_room_for_a_new_one_is_received_before() throws Exception {
        // Given
        LocalTime soon = LocalTime.now(ZoneOffset.UTC).plus(START).truncatedTo(ChronoUnit.SECONDS);
        try (var intake = new IntakeProcess(
                        List.of(),
                        List.of(),
                        Map.of("penah.edge.ends-at", soon.toString(), "penah.edge.ends-within", "1s"));
                var upload = new Upload(intake.once(), intake.port(), "")) {
            await().atMost(PATIENCE).until(() -> begun() == 1);
            ProcessHandle service = ProcessHandle.of(intake.pid()).orElseThrow();

            // When
            await().atMost(START)
                    .until(() -> Files.readString(intake.log()).contains("Waiting for HTTP requests to complete"));

            // Then
            assertThat(upload.end()).startsWith("HTTP/1.1 200 OK");
            assertThat(service.onExit()).succeedsWithin(PATIENCE);
            assertThat(Files.readString(intake.log())).contains("this process ends, as it does each day");
        }
    }

    private static long begun() throws IOException {
        try (var blobs = Files.list(LocalKeys.blobs())) {
            return blobs.filter(blob -> blob.toString().endsWith(".part")).count();
        }
    }

    /** A tip with a file, of which the half was sent. */
    private static final class Upload implements AutoCloseable {

        private final Socket socket;
        private final byte[] body;

        Upload(String once, int port, String proxy) throws IOException {
            socket = new Socket("localhost", port);
            body = new Multipart()
                    .field("once", once)
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "A film.")
                    .file("film.mp4", "video/mp4", new byte[1 << 20])
                    .whole();
            socket.getOutputStream()
                    .write((proxy + "POST /en/tip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                                    + Multipart.TYPE + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body, 0, body.length / 2);
        }

        /** Sends the other half and takes the answer. */
        String end() throws IOException {
            socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

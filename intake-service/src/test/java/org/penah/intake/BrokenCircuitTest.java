package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that disconnects, at a raw socket: no HTTP library would send this. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class BrokenCircuitTest {

    private final Source source = new Source();

    @Test
    void a_client_that_goes_away_leaves_nothing() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        List<String> tips = LocalPostgres.ask("select tip_id from tip");
        byte[] half = form().file("a.bin", "video/mp4", new byte[3_000_000]).cutOff();
        try (Socket socket = new Socket("localhost", Source.port())) {
            send(socket.getOutputStream(), half, half.length * 2);
            await().until(() ->
                    Source.blobs().stream().anyMatch(blob -> blob.toString().endsWith(".part")));

            // When
            socket.setSoLinger(true, 0);
        }

        // Then
        Source.nothingNewSince(before);
        assertThat(LocalPostgres.ask("select tip_id from tip")).isEqualTo(tips);
    }

    @Test
    void a_form_that_says_it_is_whole_and_is_not_is_refused() throws IOException {
        // Given
        List<Path> before = Source.blobs();
        byte[] cut = form().file("a.bin", "video/mp4", new byte[500_000]).cutOff();

        // When
        String answer;
        try (Socket socket = new Socket("localhost", Source.port())) {
            send(socket.getOutputStream(), cut, cut.length);
            answer = new String(socket.getInputStream().readNBytes(400), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400");
        Source.nothingNewSince(before);
    }

    private Multipart form() {
        return new Multipart()
                .field("once", source.once())
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "canary");
    }

    private static void send(OutputStream out, byte[] body, int declared) throws IOException {
        out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE
                        + "\r\nContent-Length: " + declared + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }
}

package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large form that is sent again after its answer was lost, at a raw socket: most of it is never sent. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class RepeatTest {

    private static final int MEGABYTE = 1 << 20;

    private final Source source = new Source();

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 20000000", "Transfer-Encoding: chunked"})
    void a_form_whose_tip_was_kept_is_told_so_before_the_rest_of_it_is_read(String framing) throws IOException {
        // Given
        String once = source.once();
        assertThat(source.post(form(once)).body()).contains("<h1>Received</h1>");
        List<String> tips = LocalPostgres.ask("select tip_id from tip");
        List<Path> blobs = Source.blobs();
        byte[] begin = form(once).file("a.bin", "video/mp4", new byte[MEGABYTE]).cutOff();

        // When
        String answer = sendOnly(begin, framing);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("We already have this one");
        assertThat(LocalPostgres.ask("select tip_id from tip")).containsExactlyInAnyOrderElementsOf(tips);
        Source.nothingNewSince(blobs);
    }

    private static Multipart form(String once) {
        return new Multipart()
                .field("once", once)
                .field("danger", "none")
                .field("topic", "other")
                .field("message", "What I saw.");
    }

    /** All that comes back, until the other side closes, to a form of which only the beginning is sent. */
    private static String sendOnly(byte[] begin, String framing) throws IOException {
        try (Socket socket = new Socket("localhost", Source.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /en/tip HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Multipart.TYPE + "\r\n" + framing
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            if (framing.endsWith("chunked")) {
                out.write((Integer.toHexString(begin.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(begin);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package org.penah.intake.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class OnionListenerTest {

    private static final String GET = "GET /en/tip HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @Test
    void what_comes_through_a_circuit_gets_the_same_pages() {
        // When
        String answer = new OnionSource(0x1005a).get("/en/tip");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("name=\"once\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROXY UNKNOWN\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 50000 80\r\n",
                "PROXY TCP6 2001:db8::1 ::1 50000 80\r\n",
                "PROXY nonsense\r\n"
            })
    void what_names_no_circuit_is_cut_off_without_an_answer(String header) {
        // When
        String answer = OnionSource.ask(header + GET, new byte[0]);

        // Then
        assertThat(answer).isEmpty();
    }

    @Test
    void the_plain_listener_takes_no_word_for_a_circuit() throws IOException {
        // When
        String answer;
        try (Socket socket = new Socket("localhost", Source.port())) {
            socket.getOutputStream()
                    .write(("PROXY TCP6 fc00:dead:beef:4dad::1:5a ::1 90 80\r\n" + GET)
                            .getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer).doesNotContain("200 OK");
    }
}

package org.penah.notify.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundFilterTest {

    private static final Path SAMPLES = Path.of("..", "docs", "contracts", "samples");

    @ParameterizedTest
    @ValueSource(strings = {"partner-alert.json", "partner-state.json"})
    void lets_what_the_contract_shows_through(String sample) throws Exception {
        byte[] json = Files.readAllBytes(SAMPLES.resolve(sample));
        assertThatCode(() -> OutboundFilter.content(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"to\":|\"note\": \"the canary\", \"to\":",
                "\"to\":|\"tipId\": \"3c9a52d8-71be-4a06-8f0d-5e2b7a94c613\", \"to\":",
                "\"to\":|\"sha256\": \"00\", \"to\":",
                "\"145\"|\"031\"",
                "\"145\"|\"canary\"",
                "\"145\"|145",
                "T10:15:00Z|T10:16:00Z",
                "T10:15:00Z|T10:15:01Z",
                "T10:15:00Z|T10:15:00.5Z",
                "\"en\"|\"the canary\"",
                "\"details\": false|\"details\": \"the canary\"",
                "\"details\": false|\"details\": false, \"who\": \"me\"",
                "\"Immediate\"|\"the canary\"",
                "\"TLP:AMBER+STRICT\"|\"TLP:CLEAR\"",
                "\"seq\": 2|\"seq\": \"2\"",
                "\"seq\": 2|\"seq\": 2.5",
                "[1]|[1, \"the canary\"]",
                "\"safe-house\"|\"safe house of the canary\"",
                "-4a06-|-1a06-"
            })
    void stops_anything_else_and_does_not_quote_it(String change) throws Exception {
        String[] parts = change.split("\\|", 2);
        for (String sample : new String[] {"partner-alert.json", "partner-state.json"}) {
            String altered = Files.readString(SAMPLES.resolve(sample)).replace(parts[0], parts[1]);
            assertThatThrownBy(() -> OutboundFilter.content(altered.getBytes(UTF_8)))
                    .as(sample)
                    .isInstanceOf(LeakException.class)
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void stops_a_header_that_names_a_trace_or_an_alert() {
        assertThatThrownBy(() -> OutboundFilter.headers(
                        Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")))
                .isInstanceOf(LeakException.class);
        assertThatThrownBy(() -> OutboundFilter.headers(Map.of("webhook-id", "alert-1")))
                .isInstanceOf(LeakException.class);
        assertThatThrownBy(
                        () -> OutboundFilter.headers(Map.of("content-type", "text/plain; charset=us-ascii; alert=1")))
                .isInstanceOf(LeakException.class);
    }
}

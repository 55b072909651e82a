package org.penah.sealing.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WebhookVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
    private static final byte[] BODY = "body".getBytes(UTF_8);
    private static final SigningKey KEY = SigningKey.generate();
    private static final SharedSecret SECRET = SharedSecret.generate();
    private static final WebhookMessage MESSAGE = new WebhookMessage("id-1", NOW, BODY);
    private static final WebhookHeaders SIGNED = new WebhookSigner(List.of(KEY), List.of(SECRET)).sign(MESSAGE);

    private final WebhookVerifier verifier = new WebhookVerifier(List.of(KEY.publicKey()), List.of(SECRET));

    @Test
    void accepts_what_was_signed() throws Exception {
        assertThat(verifier.verify(SIGNED, BODY, NOW).id()).isEqualTo("id-1");
    }

    @Test
    void accepts_either_key_during_a_rotation() throws Exception {
        // Given
        WebhookVerifier rotating = new WebhookVerifier(
                List.of(SigningKey.generate().publicKey(), KEY.publicKey()), List.of(SharedSecret.generate(), SECRET));

        // When
        WebhookMessage accepted = rotating.verify(SIGNED, BODY, NOW);

        // Then
        assertThat(accepted.timestamp()).isEqualTo(NOW);
    }

    @Test
    void passes_over_signatures_of_versions_it_does_not_know() throws Exception {
        assertThat(verifier.verify(with("v9,abc " + SIGNED.signature() + " v2b,"), BODY, NOW)
                        .id())
                .isEqualTo("id-1");
    }

    static Stream<Arguments> refused() {
        String both = String.valueOf(SIGNED.signature());
        String asymmetric = both.substring(0, both.indexOf(' '));
        String symmetric = both.substring(both.indexOf(' ') + 1);
        String forged = String.valueOf(new WebhookSigner(List.of(SigningKey.generate()), List.of(SECRET))
                .sign(MESSAGE)
                .signature());
        return Stream.of(
                Arguments.of("only the symmetric signature", with(symmetric), NOW),
                Arguments.of("only the asymmetric signature", with(asymmetric), NOW),
                Arguments.of("another's asymmetric signature", with(forged), NOW),
                Arguments.of("the asymmetric signature called symmetric", with(asymmetric.replace("v1a,", "v1,")), NOW),
                Arguments.of("two spaces hide no signature", with(asymmetric + " v1 ," + symmetric), NOW),
                Arguments.of("not base64", with("v1a,* v1,*"), NOW),
                Arguments.of("no signature", new WebhookHeaders("id-1", SIGNED.timestamp(), null), NOW),
                Arguments.of("no id", new WebhookHeaders(null, SIGNED.timestamp(), both), NOW),
                Arguments.of("no time", new WebhookHeaders("id-1", null, both), NOW),
                Arguments.of("another id", new WebhookHeaders("id-2", SIGNED.timestamp(), both), NOW),
                Arguments.of("an id with a dot", new WebhookHeaders("id.1", SIGNED.timestamp(), both), NOW),
                Arguments.of("another time", new WebhookHeaders("id-1", "1", both), Instant.ofEpochSecond(1)),
                Arguments.of("a time with a sign", new WebhookHeaders("id-1", "+" + SIGNED.timestamp(), both), NOW),
                Arguments.of("too old", SIGNED, NOW.plus(Duration.ofSeconds(301))),
                Arguments.of("from the future", SIGNED, NOW.minus(Duration.ofSeconds(301))),
                Arguments.of("endless", with(both + " v9,".repeat(300)), NOW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String why, WebhookHeaders headers, Instant now) {
        assertThatThrownBy(() -> verifier.verify(headers, BODY, now)).isInstanceOf(WebhookRefusedException.class);
    }

    @Test
    void refuses_another_body() {
        assertThatThrownBy(() -> verifier.verify(SIGNED, "bodY".getBytes(UTF_8), NOW))
                .isInstanceOf(WebhookRefusedException.class);
    }

    private static WebhookHeaders with(String signature) {
        return new WebhookHeaders(SIGNED.id(), SIGNED.timestamp(), signature);
    }
}

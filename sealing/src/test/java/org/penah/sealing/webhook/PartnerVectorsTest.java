package org.penah.sealing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The signer and the verifier, by the file with which partners check their receivers. */
class PartnerVectorsTest {

    private final JsonNode file;

    PartnerVectorsTest() throws IOException {
        file = new ObjectMapper().readTree(new File("../docs/contracts/vectors/partner-conformance.json"));
    }

    @TestFactory
    Stream<DynamicTest> the_verifier_believes_what_it_should() {
        WebhookVerifier verifier = new WebhookVerifier(
                List.of(
                        VerificationKey.parse(credentials("signingKey")),
                        VerificationKey.parse(credentials("previousSigningKey"))),
                List.of(
                        SharedSecret.parse(credentials("sharedSecret")),
                        SharedSecret.parse(credentials("previousSharedSecret"))));
        return vectors(vector -> {
            Instant now = Instant.ofEpochSecond(file.path("now").asLong());
            if (Set.of("headers", "signature").contains(vector.path("fault").asText())) {
                assertThatThrownBy(() -> verifier.verify(headers(vector), body(vector), now))
                        .isInstanceOf(WebhookRefusedException.class);
            } else {
                assertThatCode(() -> verifier.verify(headers(vector), body(vector), now))
                        .doesNotThrowAnyException();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> the_signer_makes_the_same_bytes() {
        SigningKey key =
                SigningKey.parse(file.path("penah").path("signingSecret").asText());
        SigningKey old = SigningKey.parse(
                file.path("penah").path("previousSigningSecret").asText());
        SharedSecret secret = SharedSecret.parse(credentials("sharedSecret"));
        SharedSecret oldSecret = SharedSecret.parse(credentials("previousSharedSecret"));
        WebhookSigner now = new WebhookSigner(List.of(key), List.of(secret));
        WebhookSigner rotating = new WebhookSigner(List.of(old, key), List.of(oldSecret, secret));
        return vectors(vector -> {
            String name = vector.path("name").asText();
            if (Set.of("empty", "alert", "many", "edge", "newer", "late", "early", "altered", "all-keys")
                    .contains(name)) {
                WebhookHeaders given = headers(vector);
                WebhookMessage message = new WebhookMessage(
                        String.valueOf(given.id()),
                        Instant.ofEpochSecond(Long.parseLong(String.valueOf(given.timestamp()))),
                        body(vector));
                assertThat((name.equals("all-keys") ? rotating : now).sign(message))
                        .isEqualTo(given);
            }
        });
    }

    private interface Check {
        void of(JsonNode vector) throws Exception;
    }

    private Stream<DynamicTest> vectors(Check check) {
        return StreamSupport.stream(file.path("vectors").spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> check.of(vector)));
    }

    private String credentials(String name) {
        return file.path("credentials").path(name).asText();
    }

    private byte[] body(JsonNode vector) {
        return file.path("bodies").path(vector.path("body").asText()).asText().getBytes(StandardCharsets.US_ASCII);
    }

    private static WebhookHeaders headers(JsonNode vector) {
        JsonNode headers = vector.path("headers");
        return new WebhookHeaders(
                headers.path(WebhookHeaders.ID).textValue(),
                headers.path(WebhookHeaders.TIMESTAMP).textValue(),
                headers.path(WebhookHeaders.SIGNATURE).textValue());
    }
}

package org.penah.sealing.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;

class WebhookSignerTest {

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private final SigningKey key = SigningKey.generate();
    private final SharedSecret secret = SharedSecret.generate();

    @Test
    void puts_v1a_first_and_the_old_secret_before_the_current_one() {
        // Given
        WebhookSigner signer = new WebhookSigner(List.of(key), List.of(SharedSecret.generate(), secret));

        // When
        WebhookHeaders headers = signer.sign(new WebhookMessage("id-1", Instant.EPOCH, BODY));

        // Then
        assertThat(headers.signature()).matches("v1a,[A-Za-z0-9+/]{86}== v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
    }

    @Test
    void openssl_accepts_the_asymmetric_signature(@TempDir Path directory) throws Exception {
        // Given
        WebhookMessage message = new WebhookMessage("id-1", Instant.EPOCH, BODY);

        // When
        String signature =
                present(new WebhookSigner(List.of(key), List.of()).sign(message).signature());

        // Then
        Files.write(directory.resolve("content"), message.signedContent());
        Files.write(directory.resolve("signature"), Base64.getDecoder().decode(signature.substring("v1a,".length())));
        Files.write(directory.resolve("key.der"), subjectPublicKeyInfo(key.publicKey()));
        Command.orSkip(List.of(
                        "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in content -sigfile signature"
                                .split(" ")))
                .in(directory)
                .succeed();
    }

    @Test
    void keys_survive_their_text_form() {
        assertThat(SigningKey.parse(key.exportSecret()).publicKey()).isEqualTo(key.publicKey());
        assertThat(SigningKey.ofSeed(key.exportSeed()).publicKey()).isEqualTo(key.publicKey());
        assertThat(VerificationKey.parse(key.publicKey().toString())).isEqualTo(key.publicKey());
        assertThat(SharedSecret.parse(secret.exportSecret()).exportBytes()).isEqualTo(secret.exportBytes());
    }

    @Test
    void nothing_prints_a_key() {
        assertThat(key).hasToString("SigningKey[redacted]");
        assertThat(secret).hasToString("SharedSecret[redacted]");
    }

    @Test
    void a_refusal_of_a_key_does_not_quote_it() {
        // Given a key whose public half is another's
        byte[] both = Base64.getDecoder().decode(key.exportSecret().substring(5));
        System.arraycopy(SigningKey.generate().publicKey().encoded(), 0, both, 32, 32);
        String text = "whsk_" + Base64.getEncoder().encodeToString(both);

        // When
        assertThatThrownBy(() -> SigningKey.parse(text))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(text.substring(5, 15));
    }

    @Test
    void weak_and_malformed_keys_are_refused() {
        String identityPoint = "whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assertThatThrownBy(() -> VerificationKey.parse(identityPoint)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.parse(key.exportSecret()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharedSecret.parse("whsec_c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharedSecret.parse("whsec_not base64")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_destroyed_key_signs_nothing() {
        // Given
        WebhookSigner signer = new WebhookSigner(List.of(key), List.of());

        // When
        key.destroy();

        // Then
        assertThatThrownBy(() -> signer.sign(new WebhookMessage("id-1", Instant.EPOCH, BODY)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_signature_for_the_day_is_good_for_its_day_and_tells_no_time() throws Exception {
        // Given
        Instant noon = Instant.parse("2026-11-24T12:34:56Z");
        WebhookMessage message = new WebhookMessage("id-1", noon, BODY);

        // When
        WebhookHeaders headers = new WebhookSigner(List.of(key), List.of()).signWithDay(message);

        // Then
        WebhookVerifier verifier = new WebhookVerifier(List.of(key.publicKey()), List.of());
        verifier.verify(headers, BODY, noon);
        String both = present(headers.signature());
        byte[] ofDay =
                WebhookVerifier.signatureOfDay(key.publicKey(), message, both).orElseThrow();
        assertThat(key.publicKey().verifies(ofDay, message.signedContent())).isFalse();
        assertThat(key.publicKey()
                        .verifies(
                                ofDay,
                                new WebhookMessage("id-1", Instant.parse("2026-11-24T00:00:00Z"), BODY)
                                        .signedContent()))
                .isTrue();
    }

    @Test
    void of_a_message_that_is_signed_for_its_time_alone_there_is_none_for_the_day() {
        // Given
        WebhookMessage message = new WebhookMessage("id-1", Instant.parse("2026-11-24T12:34:56Z"), BODY);

        // When
        String signature =
                present(new WebhookSigner(List.of(key), List.of()).sign(message).signature());

        // Then
        assertThat(WebhookVerifier.signatureOfDay(key.publicKey(), message, signature))
                .isEmpty();
        assertThat(WebhookVerifier.signatureOfDay(SigningKey.generate().publicKey(), message, signature))
                .isEmpty();
    }

    private static String present(@org.jspecify.annotations.Nullable String header) {
        return Objects.requireNonNull(header);
    }

    private static byte[] subjectPublicKeyInfo(VerificationKey key) {
        byte[] info = new byte[44];
        System.arraycopy(java.util.HexFormat.of().parseHex("302a300506032b6570032100"), 0, info, 0, 12);
        System.arraycopy(key.encoded(), 0, info, 12, 32);
        return info;
    }
}

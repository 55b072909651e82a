package org.penah.sealing.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.testbed.program.Command;

/** What we sign is what the reference libraries were published to sign, and to accept. */
class WebhookLibrariesTest {

    private static final String BODY = "{\"test\": 2432232314}";

    private final SigningKey oldKey = SigningKey.generate();
    private final SigningKey key = SigningKey.generate();
    private final SharedSecret oldSecret = SharedSecret.generate();
    private final SharedSecret secret = SharedSecret.generate();

    @TempDir
    Path folder;

    /** From the tests of Standard Webhooks' libraries and of the Svix server, whose keys all of them share. */
    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        BODY,
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                Arguments.of(
                        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                        "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                        1649367553,
                        "{\"email\":\"test@example.com\",\"username\":\"test_user\"}",
                        "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="),
                Arguments.of(
                        "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        BODY,
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void signs_the_published_vectors(String key, String id, long time, String body, String signature)
            throws WebhookRefusedException {
        // Given
        boolean isSymmetric = key.startsWith("whsec_");
        WebhookSigner signer = isSymmetric
                ? new WebhookSigner(List.of(), List.of(SharedSecret.parse(key)))
                : new WebhookSigner(List.of(SigningKey.parse(key)), List.of());
        Instant then = Instant.ofEpochSecond(time);

        // When
        WebhookHeaders headers = signer.sign(new WebhookMessage(id, then, body.getBytes(UTF_8)));

        // Then
        assertThat(headers.signature()).isEqualTo(signature);
        WebhookVerifier verifier = isSymmetric
                ? new WebhookVerifier(List.of(), List.of(SharedSecret.parse(key)))
                : new WebhookVerifier(List.of(SigningKey.parse(key).publicKey()), List.of());
        verifier.verify(headers, body.getBytes(UTF_8), then);
    }

    @ParameterizedTest
    @CsvSource({
        "standardwebhooks,true,true",
        "standardwebhooks,true,false",
        "standardwebhooks,false,true",
        "standardwebhooks,false,false",
        "svix,true,true",
        "svix,true,false",
        "svix,false,true",
        "svix,false,false",
        "java,true,true",
        "java,true,false",
        "java,false,true",
        "java,false,false"
    })
    void a_receiver_with_either_secret_accepts_a_rotation_in_either_order(
            String library, boolean oldFirst, boolean receiverHasOld) throws Exception {
        // Given
        List<SharedSecret> secrets = oldFirst ? List.of(oldSecret, secret) : List.of(secret, oldSecret);
        List<SigningKey> keys = oldFirst ? List.of(oldKey, key) : List.of(key, oldKey);

        // When
        WebhookHeaders headers =
                new WebhookSigner(keys, secrets).sign(new WebhookMessage("id-1", Instant.now(), BODY.getBytes(UTF_8)));

        // Then
        assertThat(accepts(library, receiverHasOld ? oldSecret : secret, headers))
                .isTrue();
        assertThat(accepts(library, SharedSecret.generate(), headers)).isFalse();
    }

    private boolean accepts(String library, SharedSecret held, WebhookHeaders headers) throws Exception {
        Map<String, String> all = Map.of(
                WebhookHeaders.ID, Objects.requireNonNull(headers.id()),
                WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()),
                WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()));
        return library.equals("java") ? acceptsJava(held, all) : acceptsNpm(library, held, all);
    }

    private static boolean acceptsJava(SharedSecret held, Map<String, String> headers) {
        Map<String, List<String>> lists = new java.util.HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        try {
            new Webhook(held.exportSecret()).verify(BODY, HttpHeaders.of(lists, (name, value) -> true));
            return true;
        } catch (WebhookVerificationException refused) {
            return false;
        }
    }

    private boolean acceptsNpm(String library, SharedSecret held, Map<String, String> headers) throws IOException {
        String quoted = BODY.replace("\"", "\\\"");
        Path request = folder.resolve("request.json");
        Files.writeString(
                request,
                "{\"headers\":{%s},\"body\":\"%s\"}"
                        .formatted(
                                headers.entrySet().stream()
                                        .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
                                        .collect(java.util.stream.Collectors.joining(",")),
                                quoted));
        return Command.of("node", "webhook.mjs", library, held.exportSecret())
                        .in(Path.of("target/js"))
                        .input(request)
                        .run()
                        .exit()
                == 0;
    }
}

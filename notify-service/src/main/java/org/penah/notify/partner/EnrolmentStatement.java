package org.penah.notify.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookRefusedException;
import org.penah.sealing.webhook.WebhookVerifier;

/**
 * Holds what a partner says of itself, signed with the key that it names: a message of Standard Webhooks, written in one
 * line as {@code challenge.seconds.profile.signature}.
 */
record EnrolmentStatement(
        String name,
        URI url,
        String recipient,
        String acknowledgementKey,
        boolean acceptsSourceAsserted,
        Channel channel) {

    private static final Pattern FORM =
            Pattern.compile("(join-[0-9a-f]{32})\\.([1-9][0-9]{9})\\.(\\{[\\x21-\\x7e]*})\\.(v1a,[A-Za-z0-9+/]{86}==)");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** When one that can be read was made, in seconds since 1970. */
    static long seconds(String text) {
        return Long.parseLong(text.split("\\.", 3)[1]);
    }

    /** @throws IllegalArgumentException if it is malformed or not signed by the key that it names; nothing is quoted */
    static EnrolmentStatement read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a partner's statement is malformed");
        }
        byte[] said = parts.group(3).getBytes(StandardCharsets.US_ASCII);
        try {
            EnrolmentStatement statement = MAPPER.readValue(said, EnrolmentStatement.class);
            WebhookHeaders headers = new WebhookHeaders(parts.group(1), parts.group(2), parts.group(4));
            // It may have lain for days: that it is fresh is said by the challenge, which the desk looks at.
            Instant then = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
            new WebhookVerifier(List.of(VerificationKey.parse(statement.acknowledgementKey)), List.of())
                    .verify(headers, said, then);
            return statement;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("a partner's statement is malformed");
        } catch (java.io.IOException cannotHappenInMemory) {
            throw new IllegalArgumentException("a partner's statement cannot be read");
        } catch (WebhookRefusedException refused) {
            throw new IllegalArgumentException("a partner's statement is not signed with the key that it names");
        }
    }
}

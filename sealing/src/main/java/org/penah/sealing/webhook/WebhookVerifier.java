package org.penah.sealing.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a message that carries a good signature of each kind that there are keys for, and is fresh.
 *
 * <p>More than one key of a kind is a rotation: one of them is enough. Signatures of unknown versions are passed over, as
 * the specification asks.
 */
public final class WebhookVerifier {

    /** How far a message's time may lie from the receiver's, before or behind. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    // Four keys of each kind need 4 × 92 + 4 × 47 characters.
    private static final int MAX_SIGNATURE_CHARS = 1024;
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,10}");

    private final List<VerificationKey> keys;
    private final List<SharedSecret> secrets;

    /** @throws IllegalArgumentException if there is nothing to verify with */
    public WebhookVerifier(List<VerificationKey> keys, List<SharedSecret> secrets) {
        if (keys.isEmpty() && secrets.isEmpty()) {
            throw new IllegalArgumentException("a verifier needs a key");
        }
        this.keys = List.copyOf(keys);
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Answers the verified message. A repeat passes too: the caller must recognize it by what the message says.
     *
     * @throws WebhookRefusedException if it is not to be believed
     */
    public WebhookMessage verify(WebhookHeaders headers, byte[] body, Instant now) throws WebhookRefusedException {
        WebhookMessage message = fresh(headers, body, now);
        String signature = present(headers.signature(), WebhookHeaders.SIGNATURE);
        byte[] content = message.signedContent();
        requireOne(
                "v1a", signature, keys.isEmpty(), given -> keys.stream().anyMatch(key -> key.verifies(given, content)));
        requireOne(
                "v1",
                signature,
                secrets.isEmpty(),
                given -> secrets.stream().anyMatch(secret -> secret.verifies(given, content)));
        return message;
    }

    /**
     * Answers a message that has all its headers and is fresh; who sent it is not known yet.
     *
     * @throws WebhookRefusedException if no signature would make it good
     */
    public static WebhookMessage fresh(WebhookHeaders headers, byte[] body, Instant now)
            throws WebhookRefusedException {
        String id = present(headers.id(), WebhookHeaders.ID);
        Instant timestamp = timestamp(present(headers.timestamp(), WebhookHeaders.TIMESTAMP));
        String signature = present(headers.signature(), WebhookHeaders.SIGNATURE);
        if (signature.length() > MAX_SIGNATURE_CHARS) {
            throw new WebhookRefusedException("the header " + WebhookHeaders.SIGNATURE + " is too long");
        }
        if (Duration.between(timestamp, now).abs().compareTo(TOLERANCE) > 0) {
            throw new WebhookRefusedException("the message is too old or from the future");
        }
        return message(id, timestamp, body);
    }

    /** The signature of a message as of the beginning of its day, in UTC; empty if this key has made none. */
    public static Optional<byte[]> signatureOfDay(VerificationKey key, WebhookMessage message, String signature) {
        byte[] content = message.ofItsDay().signedContent();
        return Stream.of(signature.split(" ", -1))
                .filter(one -> one.startsWith("v1a,"))
                .map(one -> decode(one.substring("v1a,".length())))
                .filter(one -> key.verifies(one, content))
                .findFirst();
    }

    private static String present(@Nullable String header, String name) throws WebhookRefusedException {
        if (header == null) {
            throw new WebhookRefusedException("the header " + name + " is missing");
        }
        return header;
    }

    private static Instant timestamp(String seconds) throws WebhookRefusedException {
        if (!SECONDS.matcher(seconds).matches()) {
            throw new WebhookRefusedException("the header " + WebhookHeaders.TIMESTAMP + " is not a time");
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private static WebhookMessage message(String id, Instant timestamp, byte[] body) throws WebhookRefusedException {
        try {
            return new WebhookMessage(id, timestamp, body);
        } catch (IllegalArgumentException malformed) {
            throw new WebhookRefusedException("the header " + WebhookHeaders.ID + " is malformed");
        }
    }

    private static void requireOne(String version, String header, boolean notAsked, Predicate<byte[]> verifies)
            throws WebhookRefusedException {
        if (notAsked) {
            return;
        }
        String prefix = version + ",";
        for (String signature : header.split(" ", -1)) {
            if (signature.startsWith(prefix) && verifies.test(decode(signature.substring(prefix.length())))) {
                return;
            }
        }
        throw new WebhookRefusedException("no valid " + version + " signature");
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }
}

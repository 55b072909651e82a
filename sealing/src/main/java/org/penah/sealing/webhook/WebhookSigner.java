package org.penah.sealing.webhook;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signs with every key it holds: {@code v1a} first, then {@code v1}, each kind in the order given (old, current). */
public final class WebhookSigner {

    private final List<SigningKey> keys;
    private final List<SharedSecret> secrets;

    /** @throws IllegalArgumentException if there is nothing to sign with */
    public WebhookSigner(List<SigningKey> keys, List<SharedSecret> secrets) {
        if (keys.isEmpty() && secrets.isEmpty()) {
            throw new IllegalArgumentException("a signer needs a key");
        }
        this.keys = List.copyOf(keys);
        this.secrets = List.copyOf(secrets);
    }

    /** The headers of one attempt. */
    public WebhookHeaders sign(WebhookMessage message) {
        byte[] content = message.signedContent();
        String signature = Stream.concat(
                        keys.stream().map(key -> "v1a," + base64(key.sign(content))),
                        secrets.stream().map(secret -> "v1," + base64(secret.authenticate(content))))
                .collect(Collectors.joining(" "));
        return new WebhookHeaders(
                message.id(), Long.toString(message.timestamp().getEpochSecond()), signature);
    }

    /**
     * The headers of one attempt, with further signatures as of the beginning of its day: a receiver may keep those, for they
     * tell no time.
     */
    public WebhookHeaders signWithDay(WebhookMessage message) {
        WebhookHeaders headers = sign(message);
        return new WebhookHeaders(
                headers.id(),
                headers.timestamp(),
                headers.signature() + " " + sign(message.ofItsDay()).signature());
    }

    private static String base64(byte[] signature) {
        return Base64.getEncoder().encodeToString(signature);
    }
}

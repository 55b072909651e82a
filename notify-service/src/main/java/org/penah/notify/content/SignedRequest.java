package org.penah.notify.content;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/** Makes the headers of a request with a sealed body, always of the same length for a partner. */
public final class SignedRequest {

    private SignedRequest() {}

    /** Signs one try. */
    public static Map<String, String> headers(WebhookSigner signer, String id, Instant now, byte[] body) {
        WebhookHeaders signed = signer.sign(new WebhookMessage(id, now, body));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/plain; charset=us-ascii");
        headers.put(WebhookHeaders.ID, Objects.requireNonNull(signed.id()));
        headers.put(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(signed.timestamp()));
        headers.put(WebhookHeaders.SIGNATURE, Objects.requireNonNull(signed.signature()));
        OutboundFilter.headers(headers);
        return headers;
    }
}

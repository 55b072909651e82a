package org.penah.notify.egress;

import java.util.Map;
import org.penah.sealing.webhook.WebhookHeaders;

/**
 * Holds what a partner's server answered, and is kept nowhere.
 *
 * @param headers by their names in lower case
 * @param body as much of it as was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
public record Reply(int status, Map<String, String> headers, byte[] body) {

    /** The headers with which a partner signs it; each is null where there is none. */
    public WebhookHeaders signature() {
        return new WebhookHeaders(
                headers.get(WebhookHeaders.ID),
                headers.get(WebhookHeaders.TIMESTAMP),
                headers.get(WebhookHeaders.SIGNATURE));
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}

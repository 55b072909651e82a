package org.penah.sealing.webhook;

import org.jspecify.annotations.Nullable;

/**
 * The three headers as they came; null where one is missing.
 *
 * @param id {@value #ID}
 * @param timestamp {@value #TIMESTAMP}, seconds since 1970
 * @param signature {@value #SIGNATURE}: {@code v1a,…} and {@code v1,…}, single spaces between them
 */
public record WebhookHeaders(
        @Nullable String id,
        @Nullable String timestamp,
        @Nullable String signature) {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";
}

/**
 * Signatures of the Standard Webhooks specification 1.0.0, symmetric ({@code v1}) and asymmetric ({@code v1a}).
 *
 * <p>Start at {@link org.penah.sealing.webhook.WebhookSigner} and {@link org.penah.sealing.webhook.WebhookVerifier}. All
 * types are safe for use by many threads, save a key that somebody destroys meanwhile.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
@NullMarked
package org.penah.sealing.webhook;

import org.jspecify.annotations.NullMarked;

package org.penah.notify.partner;

import org.penah.notify.egress.Target;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookSigner;

/** Holds all that it takes to speak with a partner: where, sealed to whom, signed by what, and what its answers are verified with. */
public record Endpoint(
        String name, Target target, Recipient recipient, WebhookSigner signer, VerificationKey acknowledgementKey) {}

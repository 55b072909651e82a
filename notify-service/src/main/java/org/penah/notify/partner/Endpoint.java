package org.penah.notify.partner;

import org.penah.notify.egress.Target;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.WebhookSigner;

/** All that it takes to send to a partner: where, sealed to whom, signed by what. */
public record Endpoint(String name, Target target, Recipient recipient, WebhookSigner signer) {}

package org.penah.sealing.webhook;

/** A message was refused; the message names the kind of fault and quotes nothing of it. */
public final class WebhookRefusedException extends Exception {

    WebhookRefusedException(String message) {
        super(message);
    }
}

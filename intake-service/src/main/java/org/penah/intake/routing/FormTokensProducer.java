package org.penah.intake.routing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.penah.intake.form.FormTokens;

/** Makes the forms' tokens from the configuration. */
@ApplicationScoped
class FormTokensProducer {

    private static final Logger LOG = Logger.getLogger(FormTokensProducer.class);

    @Produces
    @Singleton
    FormTokens tokens(FormConfig config, Clock clock) {
        byte[] secret = config.secret().map(FormSecret::bytes).orElseGet(FormTokensProducer::ownSecret);
        return new FormTokens(secret, config.minimumAge(), config.lifetime(), clock);
    }

    private static byte[] ownSecret() {
        LOG.info("penah.form.secret is not set: only this process takes the forms that it serves, until it ends");
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}

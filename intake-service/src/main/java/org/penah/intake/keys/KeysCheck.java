package org.penah.intake.keys;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports that an instance is not ready without a verified manifest, so that one which was given none, an unsigned or an
 * older one takes no other's place. One whose manifest has ended stays ready, and says so: it still shows its page, which
 * tells sources that the form is closed, and lets them fetch answers.
 */
@Readiness
@ApplicationScoped
class KeysCheck implements HealthCheck {

    private final Keys keys;

    KeysCheck(Keys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("key manifest")
                .status(keys.signed().isPresent())
                .withData("form", keys.areInForce() ? "open" : "closed")
                .build();
    }
}

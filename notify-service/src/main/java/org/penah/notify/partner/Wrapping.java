package org.penah.notify.partner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the wrap from the configured secret. */
@ApplicationScoped
class Wrapping {

    @Produces
    @Singleton
    KeyWrap keyWrap(PartnerConfig config) {
        return new KeyWrap(config.wrappingSecret());
    }
}

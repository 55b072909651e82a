package org.penah.notify.partner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what depends on the configured secret. */
@ApplicationScoped
class Wrapping {

    @Produces
    @Singleton
    KeyWrap keyWrap(PartnerConfig config) {
        return new KeyWrap(config.wrappingSecret());
    }

    @Produces
    @Singleton
    AlertIds alertIds(PartnerConfig config) {
        return new AlertIds(config.wrappingSecret());
    }
}

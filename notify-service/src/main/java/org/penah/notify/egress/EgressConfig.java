package org.penah.notify.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Sets what may be reached. */
@ConfigMapping(prefix = "penah.egress")
interface EgressConfig {

    /** For a demo on one machine only: plain http to a loopback address. */
    @WithDefault("false")
    boolean allowLoopback();

    /**
     * The canary partner that was installed with this service, as {@code host:port}: the one address that may be a private one, and have
     * plain http.
     */
    Optional<String> canary();

    /** The host of Tor's SOCKS port; without it no onion service is reached. */
    Optional<String> torHost();

    @WithDefault("9050")
    int torPort();

    /** A file in PEM with the certificate that we show to a partner's server that asks for one (mTLS). */
    Optional<Path> clientCertificate();

    /** Its key, a file in PEM too. */
    Optional<Path> clientKey();

    /** From the first look at the address to the response's status. */
    @WithDefault("10s")
    Duration deadline();
}

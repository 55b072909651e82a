package org.penah.intake.circuit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Sets where Tor hands its streams over. */
@ConfigMapping(prefix = "penah.onion-listener")
interface OnionListenerConfig {

    /** Without it there is no onion listener. Negative takes any free port; -1 would be the one that the plain listener took. */
    OptionalInt port();

    /** The address that it listens on; its clients are trusted, so only Tor should reach it. */
    @WithDefault("127.0.0.1")
    String host();
}

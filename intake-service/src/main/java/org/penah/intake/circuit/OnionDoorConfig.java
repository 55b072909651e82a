package org.penah.intake.circuit;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** Where Tor hands its streams over. */
@ConfigMapping(prefix = "penah.onion-door")
interface OnionDoorConfig {

    /** Without one there is no such door. Negative takes any free port; -1 would be the one that the plain door took. */
    OptionalInt port();
}

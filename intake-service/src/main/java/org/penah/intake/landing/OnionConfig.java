package org.penah.intake.landing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Optional;

/** Sets our address inside Tor. */
@ConfigMapping(prefix = "penah.onion")
interface OnionConfig {

    /** A version 3 onion address without a scheme, ending in {@code .onion}; without one, pages name none. */
    @WithParentName
    Optional<String> address();
}

package org.penah.notify.partner;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Sets where partners come from and how our keys for them are kept. */
@ConfigMapping(prefix = "penah.partners")
interface PartnerConfig {

    /**
     * At least {@value WrappingSecret#MIN_CHARS} random characters; seals our signing keys in the database. While it changes, the one before it
     * stands behind it, after a tab: what that sealed is sealed again at the start.
     */
    WrappingSecret wrappingSecret();

    /** A JSON array of partner profiles, read at each start; partners that it does not name stay as they are. */
    Optional<Path> importFile();

    /**
     * A folder to write {@code <name>.json} to, one for each imported partner, with the keys that the partner verifies us
     * with. These files hold a shared secret: they are handed over and then deleted.
     */
    Optional<Path> exportDirectory();

    /**
     * Where partners acknowledge, as they reach it; {@code details} beside it is where they fetch those. Without it they answer in
     * heartbeats alone, and fetch nothing.
     */
    Optional<URI> acknowledgementUrl();
}

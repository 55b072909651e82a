package org.penah.triage.keyring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Sets where sealed keys come from. */
@ConfigMapping(prefix = "penah.keyring")
interface KeyringConfig {

    /** A folder of the key ceremony, read at every start; without one the keys stay as they are. */
    Optional<Path> importDirectory();

    /** The root key; with it, such a folder counts only as far as this key has signed it. */
    Optional<Path> root();
}

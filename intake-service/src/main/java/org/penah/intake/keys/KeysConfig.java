package org.penah.intake.keys;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Sets the place of the key manifest. */
@ConfigMapping(prefix = "penah.keys")
interface KeysConfig {

    /** {@code keys.json}; its signature is beside it, with {@code .minisig} after the name, and so
     * is the folder {@code words} with the operator's. */
    Path manifest();

    /** The root's public key, a file as minisign writes it. */
    Path root();
}

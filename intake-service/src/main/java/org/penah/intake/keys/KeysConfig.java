package org.penah.intake.keys;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the keys' manifest lies. */
@ConfigMapping(prefix = "penah.keys")
interface KeysConfig {

    /** {@code keys.json}; its signature lies beside it, with {@code .minisig} behind the name. */
    Path manifest();

    /** The root's public key, a file as minisign writes it. */
    Path root();
}

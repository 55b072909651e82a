package org.penah.triage.lock;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Sets the folder of epoch locks. */
@ConfigMapping(prefix = "penah.keyring")
interface LockConfig {

    /**
     * A folder that all instances share and no backup takes; without one, backups of the database keep the keys of
     * destroyed epochs.
     */
    Optional<Path> epochLocks();
}

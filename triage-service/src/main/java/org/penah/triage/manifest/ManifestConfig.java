package org.penah.triage.alarm;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The key manifest that sources get. */
@ConfigMapping(prefix = "penah.keys")
interface ManifestConfig {

    /** A copy of {@code keys.json}; without one, only intake-service says when it ends. */
    Optional<Path> manifest();
}

package org.penah.triage.manifest;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The key manifest that sources get. */
@ConfigMapping(prefix = "penah.keys")
public interface ManifestConfig {

    /** A copy of {@code keys.json}, its signature beside it; without one, no browser opens a key of a queue. */
    Optional<Path> manifest();
}

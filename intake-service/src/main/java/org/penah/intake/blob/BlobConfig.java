package org.penah.intake.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where blobs go. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** Where blobs lie: what was left unfinished is swept from there at start. */
    Path directory();

    /** What was written to more lately is not swept; above zero where several processes share the directory. */
    @WithDefault("0s")
    Duration sweepAfter();
}

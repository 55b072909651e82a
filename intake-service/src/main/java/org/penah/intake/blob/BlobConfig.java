package org.penah.intake.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where blobs go. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** Where blobs lie, or gather until they are whole if there is a bucket: what was left unfinished is swept at start. */
    Path directory();

    /** What was written to more lately is not swept; above zero where several processes share the directory. */
    @WithDefault("0s")
    Duration sweepAfter();

    /** Where whole blobs go instead of into the directory. */
    Optional<BucketConfig> bucket();
}

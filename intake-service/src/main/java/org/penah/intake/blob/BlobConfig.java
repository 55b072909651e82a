package org.penah.intake.blob;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Sets where blobs go. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** The folder of blobs, or of unfinished ones if there is a bucket; leftovers are swept at the start. */
    Path directory();

    /** A younger file is not swept; above zero if several processes share the directory. */
    @WithDefault("0s")
    Duration sweepAfter();

    /** While less than this is free, only tips of up to 2 MiB are taken: a flood of large ones must leave room for a report of danger. */
    @WithDefault("512M")
    MemorySize reserve();

    /** While less of the disk than this is free, in percent, only who {@link BlobStore#begin may fill it} sends more than 2 MiB. */
    @WithDefault("20")
    int spare();

    /** Where whole blobs go instead of into the directory. */
    Optional<BucketConfig> bucket();
}

package org.penah.triage.blob;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Sets the place of sealed tips. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** The directory into which intake-service writes one file a tip, named by its id. They are taken from there into its folder {@code kept}. */
    Optional<Path> directory();

    /** The bucket into which intake-service puts them instead. */
    Optional<BucketConfig> bucket();
}

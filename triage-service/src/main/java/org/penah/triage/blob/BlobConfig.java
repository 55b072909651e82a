package org.penah.triage.blob;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where sealed tips lie. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** The directory into which intake-service writes one file a tip, named by its id. */
    Path directory();
}

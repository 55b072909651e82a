package org.penah.intake.blob;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where blobs go. */
@ConfigMapping(prefix = "penah.blobs")
interface BlobConfig {

    /** A directory of this process alone: what it left unfinished is swept from there at start. */
    Path directory();
}

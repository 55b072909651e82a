package org.penah.triage.blob;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Where sealed tips lie; triage may get and delete them, never put. */
public interface BlobStore {

    /**
     * Opens a blob.
     *
     * @return fails with {@link BlobGoneException} if there is none
     */
    Uni<Blob> get(UUID blobId);

    /** Deletes a blob; one that is gone already is no failure. */
    Uni<Void> delete(UUID blobId);
}

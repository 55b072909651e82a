package org.penah.triage.blob;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;

/** The store of sealed tips; triage may get, take and delete them, never put. */
public interface BlobStore {

    /**
     * Opens a blob.
     *
     * @return what is read only as fast as it is taken; must be subscribed to once, and closes what it reads when it ends.
     *     Fails with {@link BlobGoneException} if there is none
     */
    Uni<Multi<Buffer>> get(UUID blobId);

    /**
     * Takes a blob out of the reach of intake-service, which put it there; it is no error if the blob is already taken
     * or deleted. A bucket's
     * rules have done so with the put.
     */
    default Uni<Void> take(UUID blobId) {
        return Uni.createFrom().voidItem();
    }

    /** Those that are whole and not taken yet; not all of them, if there are many. */
    default Uni<List<UUID>> untaken() {
        return Uni.createFrom().item(List.of());
    }

    /** Deletes a blob; it is no error if the blob is already deleted. */
    Uni<Void> delete(UUID blobId);

    /** Whether the store could not be reached when it was last asked. */
    default boolean isFailing() {
        return false;
    }
}

package org.penah.triage.tip;

import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Deletes the files that are due when a test says so, and not when a timer does. */
@ApplicationScoped
public class DueBlobDeletions {

    private final BlobDeletionQueue blobs;

    DueBlobDeletions(BlobDeletionQueue blobs) {
        this.blobs = blobs;
    }

    public void delete() throws Throwable {
        VertxContextSupport.subscribeAndAwait(blobs::delete);
    }

    /** SQL that holds the lock of a file until its transaction ends. */
    public static String lock(UUID blobId) {
        return "select pg_advisory_xact_lock(" + BlobDeletionQueue.FILE_LOCK + ", " + blobId.hashCode() + ")";
    }
}

package org.penah.triage.withdrawal;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.triage.blob.BlobStore;

/** Deletes the sealed files of erased tips, again and again until they are gone. */
@ApplicationScoped
class DoomedBlobs {

    private static final Logger LOG = Logger.getLogger(DoomedBlobs.class);
    /** As many as a transaction may wait for. */
    private static final int BATCH = 100;

    private final Mutiny.SessionFactory sessions;
    private final BlobStore blobs;

    DoomedBlobs(Mutiny.SessionFactory sessions, BlobStore blobs) {
        this.sessions = sessions;
        this.blobs = blobs;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "select blob_id from doomed_blob limit " + BATCH + " for update skip locked", UUID.class)
                .getResultList()
                .chain(doomed -> Multi.createFrom()
                        .iterable(doomed)
                        .onItem()
                        .transformToUniAndConcatenate(blobId -> delete(session, blobId))
                        .onItem()
                        .ignoreAsUni()));
    }

    private Uni<Void> delete(Mutiny.Session session, UUID blobId) {
        return blobs.delete(blobId)
                .map(gone -> true)
                .onFailure()
                .recoverWithItem(fault -> {
                    LOG.errorf(
                            "the sealed file of an erased tip is still there: %s",
                            fault.getClass().getName());
                    return false;
                })
                .chain(gone -> gone ? forget(session, blobId) : Uni.createFrom().voidItem());
    }

    private static Uni<Void> forget(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("delete from doomed_blob where blob_id = ?1")
                .setParameter(1, blobId)
                .executeUpdate()
                .replaceWithVoid();
    }
}

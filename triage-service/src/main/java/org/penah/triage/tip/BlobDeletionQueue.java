package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.triage.blob.BlobStore;

/**
 * Deletes tips, and then their sealed files, again and again until they are gone.
 *
 * <p>A file that a tip names stays until that tip is deleted: an attacker who can send events must not have the file of
 * another's tip deleted.
 */
@ApplicationScoped
class BlobDeletionQueue {

    private static final Logger LOG = Logger.getLogger(BlobDeletionQueue.class);
    /** As many as a transaction may wait for. */
    private static final int BATCH = 100;

    // In no order: those that cannot be deleted are not always the first.
    private static final String DUE = """
            select blob_id from blob_deletion d where not exists (select from tip t where t.blob_id = d.blob_id)
            order by random() limit %d for update skip locked""".formatted(BATCH);

    /** Names the advisory locks of sealed files; their second number is a hash of the file's id. */
    static final int FILE_LOCK = 0x66696c65;

    private final Mutiny.SessionFactory sessions;
    private final BlobStore blobs;

    BlobDeletionQueue(Mutiny.SessionFactory sessions, BlobStore blobs) {
        this.sessions = sessions;
        this.blobs = blobs;
    }

    /** Deletes a tip and what hangs on it, and queues its sealed file for deletion; in the caller's transaction. */
    Uni<Void> deleteTip(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("""
                        with gone as (delete from tip where tip_id = ?1 returning blob_id)
                        insert into blob_deletion (blob_id) select blob_id from gone on conflict do nothing""")
                .setParameter(1, tipId)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Queues the sealed file of a tip that is not kept; it is deleted once no tip names it. */
    Uni<Void> add(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("insert into blob_deletion (blob_id) values (?1) on conflict do nothing")
                .setParameter(1, blobId)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Keeps a file from being deleted until the caller's transaction, in which a tip comes to name it, ends. */
    Uni<Void> lock(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + FILE_LOCK + ", ?1)", Integer.class)
                .setParameter(1, blobId.hashCode())
                .getSingleResult()
                .replaceWithVoid();
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return sessions.withTransaction(session -> session.createNativeQuery(DUE, UUID.class)
                .getResultList()
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(blobId -> mayGo(session, blobId)
                                .chain(may -> may
                                        ? delete(session, blobId)
                                        : Uni.createFrom().voidItem()))
                        .onItem()
                        .ignoreAsUni()));
    }

    /** Locks the file, so that no tip comes to name it meanwhile, and looks again whether one does. */
    private static Uni<Boolean> mayGo(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("select pg_try_advisory_xact_lock(" + FILE_LOCK + ", ?1)", Boolean.class)
                .setParameter(1, blobId.hashCode())
                .getSingleResult()
                .chain(isLocked -> isLocked
                        ? session.createNativeQuery(
                                        "select not exists (select from tip where blob_id = ?1)", Boolean.class)
                                .setParameter(1, blobId)
                                .getSingleResult()
                        : Uni.createFrom().item(false));
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
        return session.createNativeQuery("delete from blob_deletion where blob_id = ?1")
                .setParameter(1, blobId)
                .executeUpdate()
                .replaceWithVoid();
    }
}

package org.penah.triage.arrival;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.triage.blob.BlobStore;
import org.penah.triage.tip.TipSql;

/**
 * Takes each tip's sealed file out of the reach of intake-service as the tip arrives. A file that could not be taken is
 * retried every minute; until then it can be opened in its first place.
 */
@ApplicationScoped
class ArrivedFiles {

    private static final Logger LOG = Logger.getLogger(ArrivedFiles.class);

    private final Mutiny.SessionFactory sessions;
    private final BlobStore blobs;

    ArrivedFiles(Mutiny.SessionFactory sessions, BlobStore blobs) {
        this.sessions = sessions;
        this.blobs = blobs;
    }

    /** Never fails: that a tip is there must not wait for its file. */
    Uni<Void> take(UUID blobId) {
        return blobs.take(blobId).onFailure().recoverWithUni(fault -> {
            LOG.errorf(
                    "a sealed file is still where intake-service can reach it: %s",
                    fault.getClass().getName());
            return Uni.createFrom().voidItem();
        });
    }

    /** The files that a tip names; other files there are on their way, or were left by a crash. */
    @Scheduled(every = "60s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> takeAll() {
        return blobs.untaken()
                .chain(untaken -> untaken.isEmpty()
                        ? Uni.createFrom().item(untaken)
                        : sessions.withSession(session -> session.createSelectionQuery(TipSql.BLOBS_OF_TIPS, UUID.class)
                                .setParameter("blobIds", untaken)
                                .getResultList()))
                .chain(named -> Multi.createFrom()
                        .iterable(named)
                        .onItem()
                        .transformToUniAndConcatenate(this::take)
                        .onItem()
                        .ignoreAsUni());
    }
}

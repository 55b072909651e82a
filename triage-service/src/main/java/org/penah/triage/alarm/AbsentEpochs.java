package org.penah.triage.alarm;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.QueueEpochs;

/**
 * Finds epochs that the key manifest names and whose key nobody at this desk has: nobody could open a tip that is sealed to one.
 * It looks every half minute and counts them ({@code penah.desk.epochs.absent}, not a number before the first look).
 */
@ApplicationScoped
class AbsentEpochs {

    private final ManifestExpiry manifest;
    private final QueueEpochs epochs;
    private final Mutiny.SessionFactory sessions;
    private volatile @Nullable List<EpochId> absent;

    AbsentEpochs(ManifestExpiry manifest, QueueEpochs epochs, Mutiny.SessionFactory sessions, MeterRegistry meters) {
        this.manifest = manifest;
        this.epochs = epochs;
        this.sessions = sessions;
        meters.gauge("penah.desk.epochs.absent", this, seen -> {
            List<EpochId> found = seen.absent;
            return found == null ? Double.NaN : found.size();
        });
    }

    /** As of the last look, in the manifest's order. */
    List<EpochId> known() {
        List<EpochId> found = absent;
        return found == null ? List.of() : found;
    }

    /** Begins late enough for a start to take over keys from a folder first. */
    @Scheduled(every = "30s", delayed = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return sessions.withSession(session -> epochs.absent(session, manifest.recipients()))
                .invoke(found -> absent = found)
                .replaceWithVoid();
    }
}

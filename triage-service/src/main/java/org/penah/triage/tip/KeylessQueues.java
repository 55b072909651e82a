package org.penah.triage.tip;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.keyring.Keyring;

/** Counts queues whose tips are on nobody's list, because nobody has their key ({@code penah.queues.keyless}). */
@ApplicationScoped
class KeylessQueues {

    // From one queue to the next by the index: there are few, and many tips.
    private static final String COUNT = """
            with recursive queues as (
                (select queue from tip order by queue limit 1)
                union all
                select (select t.queue from tip t where t.queue > q.queue order by t.queue limit 1)
                from queues q where q.queue is not null)
            select count(*) from queues where queue is not null and queue not in %s""".formatted(Keyring.QUEUES);

    private final Mutiny.SessionFactory sessions;
    private final AtomicLong keyless;

    KeylessQueues(Mutiny.SessionFactory sessions, MeterRegistry meters) {
        this.sessions = sessions;
        this.keyless = meters.gauge("penah.queues.keyless", new AtomicLong());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return sessions.withSession(
                        session -> session.createNativeQuery(COUNT, Long.class).getSingleResult())
                .invoke(keyless::set)
                .replaceWithVoid();
    }
}

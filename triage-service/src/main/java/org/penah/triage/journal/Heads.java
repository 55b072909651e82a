package org.penah.triage.journal;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.outbox.EventKeys;
import org.penah.outbox.EventSignature;

/**
 * Signs the last entry of the journal, whose hash covers all before it, so that a signed entry exposes a rewritten
 * journal.
 *
 * <p>It signs {@code position:hash} as an event for {@value #ARROW}, which is not a queue.
 */
@ApplicationScoped
class Heads {

    static final String ARROW = "penah.triage.auditor";

    private static final Logger LOG = Logger.getLogger(Heads.class);

    /** The last entry, and the service's word for it. */
    record Signed(String entry, EventSignature signature) {}

    private final Mutiny.SessionFactory sessions;
    private final EventKeys keys;

    Heads(Mutiny.SessionFactory sessions, EventKeys keys) {
        this.sessions = sessions;
        this.keys = keys;
    }

    /** Nothing of a journal without entries. */
    Uni<Optional<Signed>> last() {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select position, hash from journal order by position desc limit 1", Object[].class)
                        .getResultList())
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> sign(row[0] + ":" + HexFormat.of().formatHex((byte[]) row[1]))));
    }

    private Signed sign(String entry) {
        return new Signed(entry, keys.sign(ARROW, entry.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Into the log, which the database's owner does not write. */
    @Scheduled(every = "24h", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> log() {
        return last().invoke(head -> head.ifPresent(signed -> LOG.infof(
                        "the journal ends at %s, signed on %s: %s",
                        signed.entry(),
                        signed.signature().day(),
                        signed.signature().base64())))
                .replaceWithVoid();
    }
}

package org.penah.triage.keyring;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Takes over at the start what the key ceremony sealed; a key that is known already is replaced. */
@ApplicationScoped
class KeyringImport {

    private static final Logger LOG = Logger.getLogger(KeyringImport.class);

    private final Mutiny.SessionFactory sessions;
    private final KeyringConfig config;

    KeyringImport(Mutiny.SessionFactory sessions, KeyringConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    void start(@Observes StartupEvent started) throws Throwable {
        if (config.importDirectory().isPresent()) {
            take(config.importDirectory().get());
        }
    }

    private void take(Path directory) throws Throwable {
        KeyFolder folder = new KeyFolder(directory);
        List<MemberKey> members = folder.memberKeys();
        List<QueueKey> queues = folder.queueKeys();
        VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(
                session -> upsert(session, members).chain(() -> upsert(session, queues))));
        LOG.infof("took over the sealed keys of %d members, %d of queues", members.size(), queues.size());
    }

    private static Uni<Void> upsert(Mutiny.StatelessSession session, List<?> keys) {
        return session.upsertMultiple(keys);
    }
}

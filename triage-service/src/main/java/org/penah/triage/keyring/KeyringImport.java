package org.penah.triage.keyring;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Takes over at the start what the key ceremony sealed; a key that is known already is replaced, unless a browser made it. */
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

    void take(Path directory) throws Throwable {
        KeyFolder folder = new KeyFolder(directory);
        List<MemberKey> members = folder.memberKeys();
        List<QueueKey> queues = folder.queueKeys();
        List<QueueEpoch> epochs = folder.epochs();
        Optional<String> recovery = folder.recoveryRecipient();
        VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(session -> decidedHere(session)
                .chain(names -> upsert(session, without(names, members, k -> k.member))
                        .chain(() -> upsert(session, without(names, queues, k -> k.member)))
                        .chain(() -> upsert(session, epochs))
                        .chain(() ->
                                recovery.isEmpty() ? Uni.createFrom().voidItem() : keep(session, recovery.get())))));
        LOG.infof("took over the sealed keys of %d members, %d of queues", members.size(), queues.size());
    }

    /** Those whose key their browser made, and those who were removed: about them a folder says nothing new. */
    private static Uni<Set<String>> decidedHere(Mutiny.StatelessSession session) {
        return session.createNativeQuery(
                        "select member from member_key where enrolled_on is not null union select member from removed_member",
                        String.class)
                .getResultList()
                .map(Set::copyOf);
    }

    private static <K> List<K> without(Set<String> names, List<K> keys, Function<K, String> member) {
        return keys.stream().filter(key -> !names.contains(member.apply(key))).toList();
    }

    private static Uni<Void> keep(Mutiny.StatelessSession session, String recovery) {
        return session.createNativeQuery("delete from recovery_key")
                .executeUpdate()
                .chain(() -> session.createNativeQuery("insert into recovery_key (recipient) values (?1)")
                        .setParameter(1, recovery)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> upsert(Mutiny.StatelessSession session, List<?> keys) {
        return keys.isEmpty() ? Uni.createFrom().voidItem() : session.upsertMultiple(keys);
    }
}
